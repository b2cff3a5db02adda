import type { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import type { EngineClients } from '../../engine-clients.ts'
import { createFakeClock } from '../../fake-clock.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import type { MessageClient } from '../../message-client.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { Stack } from '../resource-model.ts'
import { eventSourceMapping } from './event-source-mapping.ts'
import { mappingRules } from './rules.ts'

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:000000000000:q'
const POLL_MS = 1_000
const ROLE_ARN = 'arn:aws:iam::000000000000:role/one'

interface Surroundings {
  readonly properties?: TemplateObject
  readonly visibilitySeconds?: number
  readonly timeoutMs?: number
  readonly denied?: string
}

async function create(surroundings: Surroundings = {}) {
  const { properties, visibilitySeconds = 30, timeoutMs = 30_000, denied } = surroundings
  const calls: string[] = []
  const clock = createFakeClock()
  const sqs = {
    async send(command: GetQueueAttributesCommand) {
      calls.push(command.constructor.name)
      return { Attributes: { VisibilityTimeout: String(visibilitySeconds) } }
    },
  } as unknown as SQSClient
  const messages = {
    async call(operation: string) {
      calls.push(operation)
      await clock.sleep(POLL_MS)
      return {}
    },
  } as unknown as MessageClient
  const lambda: LocalFunction = {
    name: 'one',
    roleArn: ROLE_ARN,
    timeoutMs,
    invoke: async () => ({ ok: true, payload: null }),
    stop: async () => undefined,
  }
  const authorize = (action: string, resource: string) => {
    const reason = 'no statement of it allows that'
    if (action === denied) throw new AccessDenied({ caller: 'OneRole', action, resource, reason })
  }
  const needed: Partial<Stack> = {
    clients: { sqs, messages } as EngineClients,
    clock,
    chaos: createChaos(clock),
    random: () => 1,
    emit: () => undefined,
    functions: new Map([['arn:one', lambda]]),
    mappings: new Map(),
    queues: new Map([
      [QUEUE_ARN, { arn: QUEUE_ARN, name: 'q', url: 'http://queue', retentionSeconds: 60 }],
    ]),
    access: {
      ofRole: (arn) => {
        expect(arn).toBe(ROLE_ARN)
        return authorize
      },
      ofService: () => authorize,
    },
  }
  const created = await eventSourceMapping.create(
    {
      logicalId: 'Mapping',
      type: eventSourceMapping.type,
      properties: { EventSourceArn: QUEUE_ARN, FunctionName: 'one', ...properties },
    },
    needed as Stack,
  )
  return {
    calls,
    clock,
    stop: async () => {
      const stopped = created.stop?.()
      await clock.advance(2_000)
      await stopped
    },
  }
}

describe('creating a mapping', () => {
  it('polls the queue', async () => {
    const { calls, clock, stop } = await create()

    await clock.advance(5_000)
    await stop()

    expect(calls.slice(0, 2)).toEqual(['GetQueueAttributesCommand', 'ReceiveMessage'])
  })

  it(mappingRules.disabled.text, async () => {
    const { calls, clock } = await create({ properties: { Enabled: false } })

    await clock.advance(60_000)

    expect(calls).toEqual(['GetQueueAttributesCommand'])
  })

  it(mappingRules.visibilityTooShort.text, async () => {
    await expect(create({ visibilitySeconds: 30, timeoutMs: 31_000 })).rejects.toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    )
  })

  it.each(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])(
    `${mappingRules.roleLacksPermission.text} %s`,
    async (denied) => {
      const name = denied.replace('sqs:', '')

      await expect(create({ denied })).rejects.toThrow(
        `The function execution role does not have permissions to call ${name} on SQS: OneRole may not ${denied} on ${QUEUE_ARN}`,
      )
    },
  )

  it('refuses a queue and a function that are not in the stack', async () => {
    await expect(create({ properties: { EventSourceArn: 'arn:other' } })).rejects.toThrow(
      'the event source arn:other',
    )
    await expect(create({ properties: { FunctionName: 'other' } })).rejects.toThrow(
      'the function other',
    )
  })
})
