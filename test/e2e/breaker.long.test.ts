/** Stopped by an alarm and by a person, corrected, and started again: nothing is lost. */

import { Readable } from 'node:stream'
import {
  type AttributeValue,
  BatchWriteItemCommand,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../cli/command.ts'
import { runCommand } from '../../cli/run-command.ts'
import { agrees } from '../../local/agreement/agreement.ts'
import { accessRedis } from '../../local/redis-client.ts'
import type { Signal } from '../../local/signals.ts'
import { anOrder } from '../builders/source-record.ts'
import { createFastClock } from '../fakes/fast-clock.ts'
import { eventually } from '../support/eventually.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

/** A minute of the alarms in four seconds, and the window in twenty: time to park what is above its limit. */
const FASTER = 15
/** Above what the stage lets be parked in its window. */
const BROKEN = 150
const PATIENCE_MS = 60_000

let test: TestPipeline
beforeAll(async () => {
  test = await startPipeline({ metricClock: createFastClock(FASTER) })
})
afterAll(() => test[Symbol.asyncDispose]())

/** Types a command of this checkout at the pipeline of this test. */
async function type(line: string) {
  const printed: string[] = []
  const exitCode = await runCommand(line.split(' '), {
    env: {},
    root: '.',
    stateDir: test.stateDir,
    print: (text) => printed.push(text),
    note: (text) => printed.push(text),
    complain: (text) => printed.push(text),
    stdin: Readable.from([]),
  })
  return { exitCode, printed: printed.join('\n') }
}

const anItem = (index: number, status: string) =>
  anOrder({
    sk: { S: `ORDER#o-${index}` },
    orderId: { S: `o-${index}` },
    status: { S: status },
  }) as Record<string, AttributeValue>

const toPut = (Item: ReturnType<typeof anItem>): WriteRequest => ({ PutRequest: { Item } })

async function write(from: number, count: number, status: string) {
  for (let first = from; first < from + count; first += 25) {
    const many = Math.min(25, from + count - first)
    const items = Array.from({ length: many }, (_, index) => anItem(first + index, status))
    await test.dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [test.tableName]: items.map(toPut) },
      }),
    )
  }
}

function told<Type extends Signal['type']>(type: Type): Extract<Signal, { type: Type }>[] {
  return test.signals.filter(
    (signal): signal is Extract<Signal, { type: Type }> => signal.type === type,
  )
}

const parkedAlarm = () => told('alarm.state').filter(({ alarm }) => alarm === 'RecordsParkedAlarm')

async function expectAgreement(items: number) {
  await eventually(async () => {
    for (const compared of [await test.pipeline.compare(), await test.pipeline.compareLake()]) {
      expect(compared).toMatchObject({ items, unfit: [] })
      expect(agrees(compared)).toBe(true)
    }
  }, PATIENCE_MS)
}

describe('too many parked records', () => {
  it(
    'stop the Pipe; corrected and started again, table, index and lake agree',
    async () => {
      await write(0, BROKEN, 'lost-in-translation')

      await eventually(
        () =>
          expect(told('pipe.state').at(-1)).toMatchObject({
            ...{ pipe: 'ChangePipe', state: 'STOPPED', by: 'BreakerLambdaFunction' },
          }),
        PATIENCE_MS,
      )
      expect(parkedAlarm().find(({ state }) => state === 'ALARM')).toMatchObject({
        description: expect.stringContaining('the fault is not theirs'),
      })
      expect(told('access.denied')).toEqual([])
      const read = told('record.read').length
      await write(0, BROKEN, 'confirmed')
      await write(BROKEN, 1, 'confirmed')
      await eventually(
        () => expect(parkedAlarm().at(-1)).toMatchObject({ state: 'OK' }),
        PATIENCE_MS,
      )
      expect(told('record.read')).toHaveLength(read)

      const stopped = await type('stop pipe')
      const started = await type('start pipe')

      expect(stopped.exitCode).toBe(EXIT.ok)
      expect(stopped.printed).toMatch(
        /^The Pipe is stopped already, since .*\. Nothing is lost\.\nThe table's stream keeps changes for 24 h, and the Pipe takes those of the last 12 h\. Start it before .*PipeDlq/,
      )
      expect(started).toMatchObject({
        exitCode: EXIT.ok,
        printed: expect.stringMatching(/^The Pipe runs again, where it stopped \d+ s ago\.$/),
      })
      await expectAgreement(BROKEN + 1)
    },
    PATIENCE_MS * 3,
  )

  it('are counted by the enrichment, and so is what went through', () => {
    const sum = (name: string) =>
      told('metrics.published')
        .flatMap(({ points }) => points)
        .filter((point) => point.name === name && point.dimensions.service === 'enrichment')
        .reduce((total, { value }) => total + value, 0)

    expect(sum('RecordsParked')).toBeGreaterThan(100)
    expect(sum('RecordsRead')).toBe(told('record.read').length)
    expect(sum('EventsEnriched')).toBe(sum('RecordsRead'))
  })
})

describe.each([
  ['search', 'The search sink', 'SearchQueue'],
  ['lake', 'The lake', 'LakeQueue'],
])('%s, stopped by a person', (name, title, queue) => {
  it(
    'waits in its queue while the other goes on, and catches up when it is started',
    async () => {
      const stopped = await type(`stop ${name}`)
      const again = await type(`stop ${name}`)
      const item = anItem(name === 'search' ? 900 : 901, 'confirmed')
      const before = (await test.pipeline.compare()).items
      await test.dynamodb.send(new PutItemCommand({ TableName: test.tableName, Item: item }))

      expect(stopped).toMatchObject({
        exitCode: EXIT.ok,
        printed: expect.stringMatching(
          new RegExp(
            `^${title} is stopped\\. Nothing is lost\\.\\nIts queue keeps .* 14 days, .* \\(.*${queue}`,
          ),
        ),
      })
      expect(again.printed).toContain(`${title} is stopped already`)
      const own = name === 'search' ? test.pipeline.compare : test.pipeline.compareLake
      const other = name === 'search' ? test.pipeline.compareLake : test.pipeline.compare
      await eventually(async () => expect(agrees(await other())).toBe(true))
      expect((await own()).missing).toHaveLength(1)

      const started = await type(`start ${name}`)

      expect(started.printed).toContain(`${title} runs again`)
      await expectAgreement(before + 1)
    },
    PATIENCE_MS * 3,
  )
})

it(
  'the cache, stopped by a person, is told of nothing until it is started',
  async () => {
    const item = anItem(902, 'confirmed')
    const floor = `tailrace:order:{${item.pk?.S}|${item.sk?.S}}:f`
    const redis = accessRedis(test.pipeline.file.endpoints.redis ?? '')
    try {
      const stopped = await type('stop cache')
      await test.dynamodb.send(new PutItemCommand({ TableName: test.tableName, Item: item }))
      await eventually(async () => expect(agrees(await test.pipeline.compare())).toBe(true))
      expect(stopped.printed).toContain('The cache is stopped. Nothing is lost.')
      expect(await redis.ask((cache) => cache.exists(floor))).toBe(0)

      await type('start cache')

      await eventually(async () => expect(await redis.ask((cache) => cache.exists(floor))).toBe(1))
    } finally {
      redis.close()
    }
  },
  PATIENCE_MS,
)
