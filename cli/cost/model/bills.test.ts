import { describe, expect, it } from 'vitest'
import { aBillInput } from '../../../test/builders/cost-input.ts'
import { type BillLine, type Part, sumDollars } from './bill.ts'
import type { BillInput } from './bill-input.ts'
import { findOverloaded, naiveBill, tailraceBill } from './bills.ts'

/** Seconds of a month of 730 hours. A change a second are so many. */
const MONTH = 2_628_000

const ENTITIES = 1

function pick(lines: readonly BillLine[], part: Part, what: string) {
  const [line, ...others] = lines.filter((one) => one.part === part && one.what === what)
  expect(others).toEqual([])
  if (line === undefined) throw new Error(`There is no line ${part}, ${what}.`)
  return line
}

function billLine(input: BillInput, part: Part, what: string) {
  return pick(tailraceBill(input, ENTITIES), part, what)
}

describe('the Pipe, the enrichment and the bus', () => {
  it('at one change a second each batch is one change', () => {
    const lines = tailraceBill(aBillInput(), ENTITIES)

    // 2.628 M requests: x $0.40 a million of the Pipe, x $0.20 of Lambda, x $1.00 of the bus.
    expect(pick(lines, 'Pipe', 'requests').dollars).toBeCloseTo(1.0512, 6)
    expect(pick(lines, 'Enrichment', 'invocations').dollars).toBeCloseTo(0.5256, 6)
    expect(pick(lines, 'Bus', 'events').dollars).toBeCloseTo(2.628, 6)
    // (1 + 2 x 0.03) ms on 512 / 1,769 of a CPU: 3.6624 ms of 0.5 GB, 4,812 GB-s x $0.0000133334.
    expect(pick(lines, 'Enrichment', 'time of its function').dollars).toBeCloseTo(0.0642, 4)
    // Four shards, 4 polls a second: 42,048,000 x $0.02 / 100,000.
    expect(pick(lines, 'Pipe', 'reads of the stream').dollars).toBeCloseTo(8.4096, 6)
  })

  it('a batch of the Pipe is one request, and one more for each 64 KB', () => {
    const requests = (recordBytes: number) =>
      billLine(
        aBillInput({
          changesPerSecond: 1_000,
          sizes: { recordBytes },
          settings: { pipeParallelization: 1, pipeBatchingWindowSeconds: 1 },
        }),
        'Pipe',
        'requests',
      ).quantity

    // 1,000 a second in batches of 10: 100 a second.
    expect(requests(2_000)).toBeCloseTo(100 * MONTH, 3)
    expect(requests(6_553.6)).toBeCloseTo(100 * MONTH, 3)
    // 10 x 20,000 bytes are 3.05 x 64 KB.
    expect(requests(20_000)).toBeCloseTo(4 * 100 * MONTH, 3)
    // A batch of at most 6 MB: 7 x 800,000 bytes are 85.4 x 64 KB.
    expect(requests(800_000)).toBeCloseTo((86 * 1_000 * MONTH) / 7, 0)
  })

  it('batches per shard and lane: more lanes make smaller batches', () => {
    const invocations = (pipeParallelization: number) =>
      billLine(
        aBillInput({ changesPerSecond: 160, settings: { pipeParallelization } }),
        'Enrichment',
        'invocations',
      ).quantity

    // 160 a second over 4 shards x 1 lane are 40 a lane: 10 come within a poll of 0.25 s.
    expect(invocations(1)).toBeCloseTo(16 * MONTH, 3)
    // Over 40 lanes 4 a lane: 1 comes within a poll.
    expect(invocations(10)).toBeCloseTo(160 * MONTH, 3)
  })

  it('has a shard for each 1,000 write units, four at least', () => {
    const shards = (changesPerSecond: number, itemBytes: number) =>
      billLine(
        aBillInput({ changesPerSecond, sizes: { itemBytes } }),
        'Pipe',
        'reads of the stream',
      ).quantity /
      (4 * MONTH)

    expect(shards(4_000, 1_024)).toBe(4)
    expect(shards(4_001, 1_024)).toBe(5)
    expect(shards(4_000, 1_025)).toBe(8)
  })

  it('an event of more than 64 KB counts as several', () => {
    const line = billLine(aBillInput({ sizes: { eventChunks: 2 } }), 'Bus', 'events')

    expect(line.dollars).toBeCloseTo(2 * 2.628, 6)
  })

  it('what the filter drops costs nothing behind it', () => {
    const events = (ttlDeletes: 'drop' | 'deliver') =>
      billLine(aBillInput({ expiredShare: 0.25, settings: { ttlDeletes } }), 'Bus', 'events')
        .quantity

    expect(events('drop')).toBe(0.75 * MONTH)
    expect(events('deliver')).toBe(MONTH)
  })
})

describe('a queue', () => {
  it('takes a send, a receive and a delete a change, while changes are seldom', () => {
    const lines = tailraceBill(aBillInput(), ENTITIES)

    expect(pick(lines, 'Search', 'sends to the queue').quantity).toBe(MONTH)
    expect(pick(lines, 'Search', 'receives and deletes').quantity).toBe(2 * MONTH)
    // Of batches of 5, which the lake's window of 5 s gathers: a delete each.
    expect(pick(lines, 'Lake', 'receives and deletes').quantity).toBeCloseTo(1.2 * MONTH, 3)
    // 2,628,000 x $0.40 a million.
    expect(pick(lines, 'Search', 'sends to the queue').dollars).toBeCloseTo(1.0512, 6)
  })

  it('is asked in vain while nothing comes: five receives, each of 20 s', () => {
    const idle = (changesPerSecond: number) =>
      billLine(aBillInput({ changesPerSecond }), 'Cache', 'receives of nothing').quantity

    // 5 / 20 a second, less those that bring a message.
    expect(idle(0.05)).toBeCloseTo(0.2 * MONTH, 3)
    expect(idle(1)).toBe(0)
  })

  it('gives ten at a receive and takes ten at a delete when they come fast', () => {
    const input = aBillInput({ changesPerSecond: 5_000 })

    // Batches of 500: 500 receives, and 10 x 50 deletes, a second.
    expect(billLine(input, 'Search', 'receives and deletes').quantity).toBeCloseTo(1_000 * MONTH, 0)
  })

  it('counts a receive by its 64 KB', () => {
    const input = aBillInput({ changesPerSecond: 5_000, sizes: { messageBytes: 12_000 } })

    // Ten of 12,000 bytes are two requests: 1,000 receives, 500 deletes.
    expect(billLine(input, 'Search', 'receives and deletes').quantity).toBeCloseTo(1_500 * MONTH, 0)
  })
})

describe('the stores', () => {
  it('the domain costs its nodes and volumes', () => {
    const lines = tailraceBill(
      aBillInput({
        settings: { searchInstanceType: 'r7g.large.search', searchInstanceCount: 2 },
      }),
      ENTITIES,
    )

    // 2 x 730 h x $0.178; 2 x 20 GiB x $0.122.
    expect(pick(lines, 'Search', 'nodes').dollars).toBeCloseTo(259.88, 6)
    expect(pick(lines, 'Search', 'volumes').dollars).toBeCloseTo(4.88, 6)
  })

  it('a type whose price is not known counts nothing, and says so', () => {
    const line = billLine(
      aBillInput({ settings: { searchInstanceType: 'x9z.large.search' } }),
      'Search',
      'nodes',
    )

    expect(line).toMatchObject({ price: null, dollars: 0 })
  })

  it('a domain and a cache of your own cost nothing here', () => {
    const settings = {
      searchEndpoint: 'https://search.example.org',
      cacheEndpoint: 'rediss://cache.example.org:6379',
      cacheName: 'orders',
      cacheUser: 'invalidator',
      cachePrefix: 'orders-someone',
    }

    const whats = tailraceBill(aBillInput({ settings }), ENTITIES).map(({ what }) => what)

    expect(whats).not.toContain('nodes')
    expect(whats).not.toContain('least storage')
    expect(whats).not.toContain('endpoint to SQS')
  })

  it('Firehose counts each line as 5 KB, and an object a minute', () => {
    const lines = tailraceBill(aBillInput(), ENTITIES)

    // 2,628,000 x 5,120 / 2^30 = 12.531 GB x $0.029.
    expect(pick(lines, 'Lake', 'delivery by Firehose').dollars).toBeCloseTo(0.3634, 4)
    // 2,628,000 x 2,000 / 2^30 = 4.895 GB x $0.02.
    expect(pick(lines, 'Lake', 'partitioning').dollars).toBeCloseTo(0.0979, 4)
    // 43,800 minutes x $0.005 / 1,000.
    expect(pick(lines, 'Lake', 'partitioned objects').dollars).toBeCloseTo(0.219, 6)
    // 2,628,000 x 500 / 2^30 = 1.2238 GB x $0.023.
    expect(pick(lines, 'Lake', 'objects, kept').dollars).toBeCloseTo(0.0281, 4)
  })

  it('an object is a buffer of a minute or of 64 MiB, and holds a change at least', () => {
    const objects = (changesPerSecond: number, entities = ENTITIES) =>
      pick(tailraceBill(aBillInput({ changesPerSecond }), entities), 'Lake', 'partitioned objects')
        .quantity

    // A change in 100 s: an object each.
    expect(objects(0.01)).toBeCloseTo(26_280, 3)
    expect(objects(1, 3)).toBeCloseTo(3 * 43_800, 3)
    // 2,000 bytes x 5,000 a second / 64 MiB.
    expect(objects(5_000)).toBeCloseTo(0.14901 * MONTH, -2)
  })

  it('the cache costs 0.1 GB at least, floors above, and its way to SQS', () => {
    const lines = tailraceBill(aBillInput({ changesPerSecond: 100 }), ENTITIES)

    // 0.1 GB x 730 h x $0.084; two zones x 730 h x $0.01.
    expect(pick(lines, 'Cache', 'least storage').dollars).toBeCloseTo(6.132, 6)
    expect(pick(lines, 'Cache', 'endpoint to SQS').dollars).toBeCloseTo(14.6, 6)
    // 50 items a second x 86,400 s x 250 bytes = 1.00583 GB, less 0.1: x 730 h.
    expect(pick(lines, 'Cache', 'floors').quantity).toBeCloseTo(661.25, 1)
    // 262.8 M changes x 2 keys x 3 x $0.0023 a million.
    expect(pick(lines, 'Cache', 'script calls').dollars).toBeCloseTo(3.6266, 4)
  })

  it('floors end at what the cache may hold', () => {
    const input = aBillInput({ changesPerSecond: 1_000, settings: { cacheDataGbMax: 2 } })

    // 2 GB less 0.1, x 730 h.
    expect(billLine(input, 'Cache', 'floors').quantity).toBeCloseTo(1_387, 6)
  })

  it('large images are put once, fetched twice and kept for their days', () => {
    const sizes = { storedPerChange: 1, claimsPerChange: 1, claimBytesPerChange: 2 ** 20 }
    const lines = tailraceBill(
      aBillInput({ sizes, settings: { claimCheckRetentionDays: 120 } }),
      ENTITIES,
    )

    // 2,628,000 puts x $0.005 / 1,000; as many gets of search and of lake x $0.0004 / 1,000.
    expect(pick(lines, 'Enrichment', 'objects put').dollars).toBeCloseTo(13.14, 6)
    expect(pick(lines, 'Search', 'images fetched').dollars).toBeCloseTo(1.0512, 6)
    expect(pick(lines, 'Lake', 'images fetched').dollars).toBeCloseTo(1.0512, 6)
    // 1 MiB x 86,400 x 120 days = 10,125,000 / 1,024 GB.
    expect(pick(lines, 'Enrichment', 'large images, kept').quantity).toBeCloseTo(10_125, 3)
  })
})

describe('watching and keys', () => {
  it('a line of the log and one of the metrics an invocation, one trace a second', () => {
    const lines = tailraceBill(aBillInput(), ENTITIES)

    // Enrichment, search and cache once a second, the lake every fifth, and each names each change:
    // (3.2 x 520 + 4 x 35) x 2,628,000 bytes.
    expect(pick(lines, 'Watching', 'log lines').quantity).toBeCloseTo(4.4154, 3)
    // 8,409,600 x $5 a million.
    expect(pick(lines, 'Watching', 'traces of functions').dollars).toBeCloseTo(42.048, 6)
    // 12 x $0.10, and 3 + 3 x 2 metrics x $0.30.
    expect(pick(lines, 'Watching', 'alarms').dollars).toBeCloseTo(1.2, 6)
    expect(pick(lines, 'Watching', 'metrics').dollars).toBeCloseTo(2.7, 6)
  })

  it('five in a hundred of further invocations are traced', () => {
    // Of 21 in a second the first, and 20 x 0.05: 2 of cache and enrichment each, 1 of search; the
    // lake's every 5 s.
    const input = aBillInput({ changesPerSecond: 21 })

    expect(billLine(input, 'Watching', 'traces of functions').quantity).toBeCloseTo(5.2 * MONTH, 0)
  })

  it('logs are kept for the days of the stage', () => {
    const lines = tailraceBill(aBillInput({ settings: { logRetentionDays: 365 } }), ENTITIES)
    const { quantity } = pick(lines, 'Watching', 'log lines')

    // A month has 730 / 24 days, so a year twelve.
    expect(pick(lines, 'Watching', 'log lines, kept').quantity).toBeCloseTo(12 * quantity, 6)
  })

  it('the key costs a dollar, and its calls by three queues', () => {
    const lines = tailraceBill(aBillInput(), ENTITIES)

    expect(pick(lines, 'Keys', 'key').dollars).toBe(1)
    // 2,628,000 / 300 s x (2 + 1) x 3 = 78,840 x $0.03 / 10,000.
    expect(pick(lines, 'Keys', 'its calls by queues').dollars).toBeCloseTo(0.23652, 6)
    expect(pick(lines, 'Keys', 'secret').dollars).toBe(0.4)
  })
})

describe('naiveBill', () => {
  it('invokes each function for every event, and has no queue', () => {
    const lines = naiveBill(aBillInput({ changesPerSecond: 100 }), ENTITIES)

    for (const part of ['Search', 'Lake', 'Cache'] as const) {
      // 262.8 M x $0.20 a million.
      expect(pick(lines, part, 'invocations').dollars).toBeCloseTo(52.56, 6)
    }
    expect(lines.map(({ what }) => what)).not.toContain('sends to the queue')
    // 8.1 ms of waiting and 1.54 ms on 512 / 1,769 of a CPU: 13.421 ms of 0.5 GB.
    expect(pick(lines, 'Search', 'time of its function').quantity).toBeCloseTo(1_763_496, -1)
  })

  it('names its lines as the other bill does, so that they stand beside it', () => {
    const named = ({ part, what }: BillLine) => `${part}, ${what}`
    const known = tailraceBill(aBillInput(), ENTITIES).map(named)

    expect(
      naiveBill(aBillInput(), ENTITIES)
        .map(named)
        .filter((one) => !known.includes(one)),
    ).toEqual([])
  })

  it('costs more than queues from some hundreds of changes a second on, and less below', () => {
    const difference = (changesPerSecond: number) => {
      const input = aBillInput({ changesPerSecond })
      return sumDollars(naiveBill(input, ENTITIES)) - sumDollars(tailraceBill(input, ENTITIES))
    }

    expect(difference(20)).toBeLessThan(0)
    expect(difference(1_000)).toBeGreaterThan(0)
  })
})

describe('findOverloaded', () => {
  it('names the functions that fall behind', () => {
    const settings = { searchConcurrencyMax: 2, searchBatchSize: 10 } as const

    expect(findOverloaded(aBillInput({ settings }))).toEqual([])
    // At most 20 in about 16 ms: some 1,200 a second.
    expect(findOverloaded(aBillInput({ settings, changesPerSecond: 2_000 }))).toEqual(['search'])
  })
})
