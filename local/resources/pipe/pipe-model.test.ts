import { describe, expect, it } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { checkSupport } from '../../template/check-support.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import { createEventBus } from '../event-bus/event-bus.ts'
import type { Stack } from '../resource-model.ts'
import type { LocalPipe } from './local-pipe.ts'
import { pipe } from './pipe-model.ts'
import { pipeRules } from './rules.ts'

const PROPERTIES = { RoleArn: 'arn:role', Source: 'arn:stream', Target: 'arn:bus' }
const SOURCE_PARAMETERS = {
  DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 },
}

function refused(properties: TemplateObject): readonly string[] {
  const found = checkSupport({ ...PROPERTIES, ...properties }, pipe.support)
  return found.refused.map(({ path, message }) => `${path} ${message}`)
}

/** Creates a Pipe on a stream that never answers. */
async function create(properties: TemplateObject): Promise<LocalPipe | undefined> {
  const bus = createEventBus({ arn: 'arn:bus', name: 'changes', onAccepted: () => undefined })
  const pipes = new Map<string, LocalPipe>()
  const parts = {
    names: nameStack('test'),
    clock: createFakeClock(),
    chaos: createChaos(createFakeClock()),
    clockJumps: { at: (ms: number) => ms, jumpedMs: () => 0 },
    random: () => 1,
    emit: () => undefined,
    clients: { streams: { send: () => new Promise(() => undefined) } },
    access: { ofRole: () => () => undefined },
    buses: new Map([[bus.arn, bus]]),
    functions: new Map(),
    queues: new Map(),
    pipes,
  }
  await pipe.create(
    {
      logicalId: 'ChangePipe',
      type: pipe.type,
      properties: { ...PROPERTIES, SourceParameters: SOURCE_PARAMETERS, ...properties },
    },
    parts as unknown as Stack,
  )
  return [...pipes.values()][0]
}

describe('a Pipe', () => {
  it('is refused without what AWS requires of it', () => {
    const source = 'SourceParameters.DynamoDBStreamParameters'

    expect(refused({})).toEqual(['SourceParameters is required'])
    expect(refused({ SourceParameters: {} })).toEqual([`${source} is required`])
    expect(refused({ SourceParameters: { DynamoDBStreamParameters: { BatchSize: 10 } } })).toEqual([
      `${source}.StartingPosition is required`,
    ])
  })

  it('is taken with them', () => {
    expect(refused({ SourceParameters: SOURCE_PARAMETERS })).toEqual([])
  })

  it(pipeRules.desiredState.text, async () => {
    const stopped = await create({ DesiredState: 'STOPPED' })
    const others = [await create({ DesiredState: 'RUNNING' }), await create({})]

    expect(stopped?.status()).toMatchObject({ currentState: 'STOPPED', desiredState: 'STOPPED' })
    expect(others.map((one) => one?.status().desiredState)).toEqual(['RUNNING', 'RUNNING'])
  })

  it.each([
    ['Target', { Target: 'arn:other' }, 'the target bus arn:other is not in this stack'],
    ['Enrichment', { Enrichment: 'arn:other' }, 'the enrichment arn:other is not in this stack'],
    [
      'DeadLetterConfig',
      {
        SourceParameters: {
          DynamoDBStreamParameters: {
            ...SOURCE_PARAMETERS.DynamoDBStreamParameters,
            DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:1:other' },
          },
        },
      },
      "the Pipe's DLQ arn:aws:sqs:eu-west-1:1:other is not in this stack",
    ],
  ])('does not exist with a %s of another stack', async (_, properties, message) => {
    await expect(create(properties)).rejects.toThrow(message)
  })
})
