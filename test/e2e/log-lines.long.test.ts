/** A run of good, poison, large and refused changes with sinks that break: what its logs say, and what they must not. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Mention } from '../../cli/trace/evidence.ts'
import { DONE } from '../../cli/trace/needs-box.ts'
import { readMentions } from '../../cli/trace/read-mentions.ts'
import { trace } from '../../cli/trace/trace.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { idOf, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { aTellingOrder } from '../builders/telling-order.ts'
import { connectSqs } from '../builders/test-queue.ts'
import { eventually } from '../support/eventually.ts'
import { readLogLines } from '../support/log-lines.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const WORD = 'Quisquilia'
/** Also where it is cut. */
const SECRETS = [WORD.slice(0, 6)]
const ORDERS = 40
const SINKS = ['search-projector', 'lake-writer', 'cache-invalidator'] as const
const LARGE_CHARACTERS = 150_000
/** Longer than the queues of sinks hide a message. */
const VISIBILITY_MS = 15 * 60_000

let test: TestPipeline
let orders: OrderTable
let sqs: SQSClient
let logsDir = ''

const order = (orderId: string, more: object = {}) => ({
  ...aTellingOrder('c-1', orderId, WORD),
  ...more,
})
const good = (place: number) => order(`good-${place}`)

beforeAll(async () => {
  test = await startPipeline()
  logsDir = join(test.stateDir, 'logs')
  orders = openOrderTable(test.dynamodb, test.tableName)
  sqs = connectSqs(test.pipeline.file.endpoints.sqs ?? '')
  await writeChanges()
  await writeGarbage()
  await breakSinks(async () => {
    for (let place = 0; place < ORDERS; place += 1) {
      if (place % 4 === 0) await orders.remove(good(place))
      else await orders.put({ ...good(place), status: 'shipped' })
    }
  })
  await killFunctions(async (round) => {
    for (let place = 0; place < ORDERS; place += 1) {
      await orders.put({ ...order(`killed-${place}`), total: round })
    }
  })
  await eventually(expectAllSettled, 240_000)
})
afterAll(async () => {
  sqs.destroy()
  await test[Symbol.asyncDispose]()
})

describe('the logs of a run in which much goes wrong', () => {
  it('hold no payload and no personal data, in any line of any function', async () => {
    const { lines, faults } = await readLogLines(logsDir, SECRETS)

    expect(faults).toEqual([])
    expect(lines).toBeGreaterThan(ORDERS * 3)
  })

  it('name the reasons all the same', async () => {
    const logs = await Promise.all(
      ['enrichment', 'searchProjector', 'lakeWriter', 'cacheInvalidator'].map((name) =>
        readFile(join(logsDir, `tailrace-dev-${name}.log`), 'utf8'),
      ),
    )
    const text = logs.join('\n')

    const reasons = [
      ...['image.schema_invalid', 'document.mapping_refused', 'document.foreign'],
      ...['event.not_json', 'event.schema_invalid', 'record.sequence_invalid'],
      ...['index.blocked', 'lake.unavailable', 'cache.unavailable', '"outcome":"claimed"'],
    ]
    expect(reasons.filter((reason) => !text.includes(reason))).toEqual([])
  })
})

describe('tailrace trace', () => {
  it('shows the whole way of an order that a broken sink held up', async () => {
    const [newest, before] = await traceJson(idOf(good(1)))

    expect(before?.op).toBe('insert')
    expect(newest?.hops.map(({ hop }) => hop)).toEqual([
      ...['table', 'pipe', 'enrichment', 'bus', 'search', 'lake', 'cache'],
    ])
    const { search, lake, cache } = statesOf(newest)
    expect(search).toMatchObject({ state: 'applied', retries: expect.any(Number) })
    expect(search?.says).toContain('the index holds it')
    expect(lake?.says).toMatch(/lines?(,.*)? in lake\/order\/dt=/)
    expect(cache?.says).toContain('the floor is at it')
  })

  it.each([
    ['parked', order('poison-0'), 'enrichment', 'parked, image.schema_invalid: in ParkedBucket'],
    ['in the way of a foreign one', order('foreign'), 'search', 'in SearchDlq: document.foreign'],
    ['large', order('large'), 'enrichment', 'its images are stored beside the bus'],
    ['of no entity', { pk: 'CUSTOMER#c-1', sk: 'CART#1' }, 'enrichment', 'of no declared entity'],
  ])('says what became of an order that is %s', async (_, item, hop, says) => {
    const [newest] = await traceJson(idOf(item))

    expect(statesOf(newest)[hop]?.says).toContain(says)
  })

  it('follows one change by its eventID, for a person, and shows nothing of the item', async () => {
    const [newest] = await traceJson(idOf(good(4)))

    const lines = await runTrace(newest?.eventID ?? '')

    expect(lines.at(0)).toContain(`remove  ${idOf(good(4))}`)
    expect(lines.join('\n')).not.toContain(WORD)
    await expect(runTrace('c-1|unknown')).rejects.toThrow(/Nobody knows .* records of the table/)
  })
})

async function writeChanges(): Promise<void> {
  for (let place = 0; place < ORDERS; place += 1) await orders.put(good(place))
  await orders.put({ ...order('CART#1'), sk: 'CART#1' })
  const [line] = order('large').items
  const name = WORD.repeat(LARGE_CHARACTERS / WORD.length)
  await orders.put(order('large', { items: [{ ...line, name }] }))
  for (const [place, poison] of [
    { status: WORD },
    { createdAt: WORD, updatedAt: [WORD], email: { address: WORD } },
    { total: WORD, currency: WORD },
    { shippingAddress: { [WORD.slice(1)]: WORD }, items: WORD },
  ].entries()) {
    await orders.put(order(`poison-${place}`, poison))
  }
  await putForeignDocument(idOf(order('foreign')))
  await orders.put(order('foreign'))
}

/** Of another writer, and with a version that no change reaches. */
async function putForeignDocument(id: string): Promise<void> {
  const version = '?version=4611686018427387904&version_type=external'
  await askIndex('PUT', `orders-000001/_doc/${encodeURIComponent(id)}${version}`, { note: WORD })
}

/** What no enrichment of ours would send. */
async function writeGarbage(): Promise<void> {
  const whole = await eventually(() => {
    const event = accepted().find(({ op, after }) => op === 'insert' && after !== null)
    if (event === undefined) throw new Error('none was accepted yet')
    return event
  })
  const forged = (sequenceNumber: string, more: Partial<ChangeEvent>) => ({
    ...whole,
    ...{ eventID: randomUUID(), id: `CUSTOMER#c-1|ORDER#forged-${sequenceNumber}` },
    ...{ position: { ...whole.position, sequenceNumber }, ...more },
  })
  const mapped = forged('000000000000000009001', { after: { ...whole.after, total: WORD } })
  const misplaced = forged('7', {})
  for (const queue of ['SearchQueue', 'LakeQueue', 'CacheQueue']) {
    await send(queue, `no JSON, ${WORD}`)
    await send(queue, JSON.stringify({ detail: { ...whole, op: WORD, after: WORD } }))
    for (const detail of [mapped, misplaced]) await send(queue, JSON.stringify({ detail }))
  }
}

async function send(queue: string, MessageBody: string): Promise<void> {
  const QueueUrl = test.pipeline.file.resources[queue]
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
}

/** Each sink is in trouble of its own until something has come back from it. */
async function breakSinks(act: () => Promise<void>): Promise<void> {
  const redis = test.pipeline.file.engines.redis?.pid
  if (redis === undefined) throw new Error('Redis has no process')
  test.pipeline.chaos.set({ firehose: { error: 1 } }, 0)
  await askIndex('PUT', 'orders-000001/_settings', { 'index.blocks.write': true })
  process.kill(redis, 'SIGSTOP')
  try {
    await act()
    await eventually(async () => {
      const waiting = (await mentionsOfAll()).filter(({ outcome }) => outcome === 'retryable')
      expect(new Set(waiting.map(({ service }) => service))).toEqual(new Set(SINKS))
    }, 60_000)
  } finally {
    process.kill(redis, 'SIGCONT')
    await askIndex('PUT', 'orders-000001/_settings', { 'index.blocks.write': null })
    test.pipeline.chaos.set({}, 0)
  }
}

/** Their processes die while they work, until some have, and what they had in work comes back. */
async function killFunctions(act: (round: number) => Promise<void>): Promise<void> {
  const countDied = () => test.signals.filter(({ type }) => type === 'function.failed').length
  test.pipeline.chaos.set({ enrichment: { kill: 0.3 }, sinks: { kill: 0.5 } }, 7)
  try {
    let round = 0
    await eventually(async () => {
      round += 1
      await act(round)
      expect(countDied()).toBeGreaterThanOrEqual(3)
    }, 60_000)
  } finally {
    test.pipeline.chaos.set({}, 0)
  }
  test.pipeline.jumpClock(VISIBILITY_MS)
}

async function askIndex(method: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${test.pipeline.file.endpoints.opensearch}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status}`)
}

function accepted(): readonly ChangeEvent[] {
  return test.signals.flatMap((signal) =>
    signal.type === 'event.accepted' ? [signal.event.detail as unknown as ChangeEvent] : [],
  )
}

async function mentionsOfAll(): Promise<readonly Mention[]> {
  return readMentions(logsDir, new Set(accepted().map(({ eventID }) => eventID)))
}

/** By the logs alone: every change that the bus took is through with every sink that takes it. */
async function expectAllSettled(): Promise<void> {
  const mentions = Map.groupBy(await mentionsOfAll(), ({ eventID }) => eventID)
  expect(accepted().length).toBeGreaterThanOrEqual(ORDERS * 3)
  const open = accepted().flatMap(({ eventID, parked }) =>
    SINKS.filter((sink) => !(parked && sink === 'search-projector')).flatMap((sink) => {
      const last = mentions.get(eventID)?.findLast(({ service }) => service === sink)
      const isSettled = last && (DONE.has(last.outcome) || last.outcome === 'poison')
      return isSettled ? [] : [`${eventID} at ${sink}`]
    }),
  )
  expect(open).toEqual([])
}

interface TracedJson {
  readonly eventID: string
  readonly op: string
  readonly hops: readonly { hop: string; state: string; says: string; retries?: number }[]
}

async function traceJson(id: string): Promise<readonly TracedJson[]> {
  const lines = await runTrace(id, '--json')
  expect(lines.join('\n')).not.toContain(WORD)
  return lines.slice(0, -1).map((line) => JSON.parse(line))
}

function statesOf(traced: TracedJson | undefined) {
  return Object.fromEntries(traced?.hops.map((hop) => [hop.hop, hop]) ?? [])
}

async function runTrace(...args: readonly string[]): Promise<readonly string[]> {
  const printed: string[] = []
  const print = (line: string) => printed.push(line)
  const context = { env: {}, root: '', stateDir: test.stateDir, print, stdin: process.stdin }
  await trace.run(args, context)
  return printed
}
