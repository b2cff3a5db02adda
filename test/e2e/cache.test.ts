import { randomInt } from 'node:crypto'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { DeleteMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agrees } from '../../local/agreement/agreement.ts'
import { createItemReader, type ItemReader } from '../../local/agreement/item-reader.ts'
import { createRandom } from '../../local/random.ts'
import { readRuntimeFile } from '../../local/runtime-file.ts'
import { type CacheKey, cacheKeyOfId, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import { type CacheClient, cacheKey, createCacheClient } from '../../shared/cache-client/index.ts'
import type { ChangeEvent } from '../../shared/change-event/index.ts'
import {
  anOrder,
  idOf,
  type Order,
  type OrderTable,
  openOrderTable,
} from '../builders/order-table.ts'
import { connectSqs, receiveAll } from '../builders/test-queue.ts'
import { eventually } from '../support/eventually.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

/** The setting's default. */
const PREFIX = 'tailrace'
const WRITES = 150
const ITEMS = 30
const READERS = 3
const FROZEN_MS = process.env.TAILRACE_TEST_LONG ? 20_000 : 0
/** A bound on hanging: what was refused comes back after a delay that grows with the outage. */
const CAUGHT_UP_MS_MAX = 60_000 + 3 * FROZEN_MS
/** What the issue allows from a change until what was cached by hand is gone. */
const GONE_MS_MAX = 5_000

let test: TestPipeline
let orders: OrderTable
let items: ItemReader
let redis: Redis
/** Waits for a busy machine: what it reads is cached afterwards. */
let cache: CacheClient
/** Goes to the table when the cache does not answer soon, as applications do. */
let hasty: CacheClient
let sqs: SQSClient

beforeAll(async () => {
  test = await startPipeline()
  const { endpoints, region } = test.pipeline.file
  orders = openOrderTable(test.dynamodb, test.tableName)
  items = createItemReader({
    endpoint: endpoints.dynamodb ?? '',
    region,
    tableName: test.tableName,
  })
  redis = new Redis(endpoints.redis ?? '', {
    ...{ lazyConnect: true, enableOfflineQueue: false, commandTimeout: 2_000 },
  })
  // A test takes the server away; commands reject then.
  redis.on('error', () => undefined)
  await redis.connect()
  hasty = createCacheClient({ connection: redis, onTrouble: () => undefined })
  cache = createCacheClient({ connection: redis, onTrouble: () => undefined, budgetMs: 5_000 })
  sqs = connectSqs(endpoints.sqs ?? '')
})
afterAll(async () => {
  sqs.destroy()
  redis.disconnect()
  items.close()
  await test[Symbol.asyncDispose]()
})

describe('a cached order', () => {
  it('leaves the cache with its change, whose number is the floor', async () => {
    const order = anOrder('c-1', 'o-1')
    await putAndSettle(order)
    expect(await read(order)).toEqual(order)
    expect(JSON.parse((await cachedOf(order)) ?? '')).toEqual(order)

    await orders.put({ ...order, status: 'shipped' })

    await eventually(async () => expect(await cachedOf(order)).toBeNull())
    expect(await floorOf(order)).toBe(lastFloorOf(order))
    expect(await floorOf(order)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\/\d{40}$/)
    expect(await read(order)).toMatchObject({ status: 'shipped' })
  })

  it('is removed from the cache as from the table, and its absence is cached', async () => {
    const order = anOrder('c-1', 'o-removed')
    await putAndSettle(order)
    await read(order)

    await orders.remove(order)

    await eventually(async () => expect(await cachedOf(order)).toBeNull())
    expect(await read(order)).toBeUndefined()
    expect(await cachedOf(order)).toBe('')
  })

  it('that was set by hand is gone soon after the next change, and the floor has risen', async () => {
    const order = anOrder('c-1', 'o-by-hand')
    await putAndSettle(order)
    const before = (await floorOf(order)) ?? ''
    await redis.set(keysOf(order).value, '{"by":"hand"}')

    await orders.put({ ...order, total: 1 })
    const changedAt = performance.now()

    await eventually(async () => expect(await cachedOf(order)).toBeNull())
    expect(performance.now() - changedAt).toBeLessThan(GONE_MS_MAX)
    expect(((await floorOf(order)) ?? '') > before).toBe(true)
  })

  it('that is filled late, with what was read before the change, does not stick', async () => {
    const order = anOrder('c-1', 'o-late')
    await putAndSettle(order)
    const hasRead = Promise.withResolvers<void>()
    const mayFill = Promise.withResolvers<void>()

    const late = cache.get(keyOf(order), async () => {
      const old = await load(order)
      hasRead.resolve()
      await mayFill.promise
      return old
    })
    await hasRead.promise
    await putAndSettle({ ...order, total: 2 })
    mayFill.resolve()

    expect(await late).toMatchObject({ total: order.total })
    expect(await cachedOf(order)).toBeNull()
    expect(await read(order)).toMatchObject({ total: 2 })
  })

  it('leaves the cache also with a change that is parked, and so does the list it is in', async () => {
    const order = anOrder('c-2', 'o-parked')
    const list = cacheKey('customer-orders', order.pk)
    await putAndSettle(order)
    await read(order)
    await cache.get(list, () => [order])

    await orders.put({ ...order, status: 'lost in the post' })

    await eventually(async () => expect(await cachedOf(order)).toBeNull())
    await eventually(async () => expect(await valueAt(list)).toBeNull())
    expect(lastChangeOf(order)).toMatchObject({ type: 'order.parked', after: null })
    expect(await floorOf(order)).toBe(lastFloorOf(order))
  })
})

describe("a customer's list", () => {
  it("leaves the cache when one of the customer's orders is new, and no other list does", async () => {
    const [own, other] = ['CUSTOMER#c-3', 'CUSTOMER#c-4'].map((pk) =>
      cacheKey('customer-orders', pk),
    ) as [CacheKey, CacheKey]
    for (const list of [own, other]) await cache.get(list, () => ['made by the application'])

    await orders.put(anOrder('c-3', 'o-new'))

    await eventually(async () => expect(await valueAt(own)).toBeNull())
    expect(await valueAt(other)).toBe('["made by the application"]')
    expect(await redis.exists(toEntryKeys(PREFIX, own).floor)).toBe(0)
  })
})

describe('the queue of the cache', () => {
  it('delivers an old event again: stale, and it costs no miss', async () => {
    const order = anOrder('c-5', 'o-again')
    await putAndSettle(order)
    const old = lastEventOf(order)?.event
    await putAndSettle({ ...order, status: 'shipped' })
    await read(order)
    const floor = await floorOf(order)
    const batches = countBatches()

    await sendToCache(JSON.stringify(old))

    await eventually(() => expect(countBatches()).toBeGreaterThan(batches))
    expect(await cachedOf(order)).not.toBeNull()
    expect(await floorOf(order)).toBe(floor)
  })

  it('sends to its DLQ what is no event, whole and with a code', async () => {
    const QueueUrl = test.pipeline.file.resources.CacheDlq ?? ''
    await sendToCache('no event')

    const [letter] = await eventually(async () => {
      const letters = await receiveAll(sqs, QueueUrl)
      expect(letters).toHaveLength(1)
      return letters
    })
    // The other tests want the DLQ empty, and what was received is there again after 30 s.
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter?.ReceiptHandle }))
    expect(letter?.Body).toBe('no event')
    expect(letter?.MessageAttributes?.code?.StringValue).toBe('event.not_json')
  })
})

describe('a cache that is away while orders change and are read', () => {
  it('delays neither index nor lake, and catches up after it was frozen', {
    timeout: 300_000,
  }, async () => {
    const { pid } = await engine()
    process.kill(pid, 'SIGSTOP')
    try {
      await Promise.all([sleepFor(FROZEN_MS), changeAndRead('frozen')])
      await expectAgreement(test.pipeline.compare)
      await expectAgreement(test.pipeline.compareLake)
    } finally {
      process.kill(pid, 'SIGCONT')
    }

    await expectCaughtUp('frozen')
  })

  it('is back on its port with its data after it was killed', { timeout: 300_000 }, async () => {
    const order = anOrder('c-6', 'o-kept')
    await putAndSettle(order)
    await read(order)
    const floor = await floorOf(order)
    const killed = await engine()
    const changing = changeAndRead('killed')
    process.kill(killed.pid, 'SIGKILL')
    await changing

    const started = await eventually(async () => {
      const now = await engine()
      expect(now.pid).not.toBe(killed.pid)
      return now
    })
    expect(started.port).toBe(killed.port)
    await eventually(async () => expect(await floorOf(order)).toBe(floor))
    expect(JSON.parse((await cachedOf(order)) ?? '')).toEqual(order)
    await expectCaughtUp('killed')
  })
})

/** Random changes of a few items, while readers read them through the cache. */
async function changeAndRead(name: string): Promise<void> {
  const seed = randomInt(2 ** 31)
  const random = createRandom(seed)
  const pick = () => anOrder(`c-${name}`, `o-${random.below(ITEMS)}`)
  let isWriting = true
  const readers = Array.from({ length: READERS }, async () => {
    while (isWriting) await read(pick(), hasty)
  })
  const writing = async () => {
    for (let written = 0; written < WRITES; written += 1) {
      const order = pick()
      if (random.chance(0.2)) await orders.remove(order)
      else await orders.put({ ...order, total: random.below(100_000) / 100 })
    }
  }
  await Promise.all([
    writing().finally(() => {
      isWriting = false
    }),
    ...readers,
  ])
}

/** No change is missing in the cache, and nothing that is cached is older than the table. */
async function expectCaughtUp(name: string): Promise<void> {
  const all = Array.from({ length: ITEMS }, (_, place) => anOrder(`c-${name}`, `o-${place}`))
  await eventually(async () => {
    for (const order of all) {
      if (lastChangeOf(order)) expect(await floorOf(order)).toBe(lastFloorOf(order))
    }
  }, CAUGHT_UP_MS_MAX)
  for (const order of all) await read(order)
  await expectAgreement(test.pipeline.compareCache)
  const { cached } = await test.pipeline.compareCache()
  expect(cached).toBeGreaterThanOrEqual(ITEMS)
  expect(await receiveAll(sqs, test.pipeline.file.resources.CacheDlq ?? '')).toEqual([])
}

async function expectAgreement(
  compare: () => Promise<Parameters<typeof agrees>[0]>,
): Promise<void> {
  await eventually(async () => {
    const agreement = await compare()
    expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
  }, CAUGHT_UP_MS_MAX)
}

/** Writes an order, and waits until the cache was invalidated for it. */
async function putAndSettle(order: Order): Promise<void> {
  const before = await floorOf(order)
  await orders.put(order)
  await eventually(async () => {
    const floor = await floorOf(order)
    expect(floor).not.toBe(before)
    expect(floor).toBe(lastFloorOf(order))
  })
}

function read(order: Order, client = cache): Promise<unknown> {
  return client.get(keyOf(order), () => load(order))
}

function load({ pk, sk }: Order) {
  return items.read({ pk: { S: pk }, sk: { S: sk } })
}

function keyOf(order: Order): CacheKey {
  return cacheKeyOfId('order', idOf(order))
}

function keysOf(order: Order) {
  return toEntryKeys(PREFIX, keyOf(order))
}

function cachedOf(order: Order): Promise<string | null> {
  return valueAt(keyOf(order))
}

function valueAt(key: CacheKey): Promise<string | null> {
  return redis.get(toEntryKeys(PREFIX, key).value)
}

function floorOf(order: Order): Promise<string | null> {
  return redis.get(keysOf(order).floor)
}

/** The newest event of an order that the bus has taken, as queues hold it. */
function lastEventOf(order: Order) {
  return test.signals.findLast(
    (signal) => signal.type === 'event.accepted' && signal.event.detail.id === idOf(order),
  ) as { event: { detail: unknown } } | undefined
}

function lastChangeOf(order: Order): ChangeEvent | undefined {
  return lastEventOf(order)?.event.detail as ChangeEvent | undefined
}

function lastFloorOf(order: Order): string | undefined {
  const change = lastChangeOf(order)
  return change && toFloor(change.position)
}

function countBatches(): number {
  return test.signals.filter(
    (signal) => signal.type === 'mapping.batch' && signal.mapping.startsWith('Cache'),
  ).length
}

async function sendToCache(body: string): Promise<void> {
  const QueueUrl = test.pipeline.file.resources.CacheQueue
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))
}

async function engine(): Promise<{ pid: number; port: number }> {
  const found = (await readRuntimeFile(test.stateDir))?.engines.redis
  if (found === undefined) throw new Error('redis is not in the runtime file')
  return found
}
