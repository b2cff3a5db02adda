import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandContext } from '../../cli/command.ts'
import { search } from '../../cli/search/search.ts'
import { trace } from '../../cli/trace/trace.ts'
import { agrees } from '../../local/agreement/agreement.ts'
import { createRandom } from '../../local/random.ts'
import { anOrder, idOf, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { readLogLines } from '../support/log-lines.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

const WRITES = process.env.TAILRACE_TEST_LONG ? 3_000 : 100
const ITEMS = 40
/** A bound on hanging: on a busy machine a write takes some ten milliseconds, and agreement a minute. */
const WRITES_MS_MAX = 60_000 + WRITES * 60

let test: TestPipeline
let orders: OrderTable

beforeAll(async () => {
  test = await startPipeline()
  orders = openOrderTable(test.dynamodb, test.tableName)
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
})

/** Of every order here, outside of its key. */
const SECRETS = ['Ada L.', '1 High St', 'ada@example.org', '90-001', 'Keyboard', 'neighbour']

describe('the pipeline', () => {
  it('brings an order from the table into the index, and its deletion too', async () => {
    const order = anOrder('c-1', 'o-1')

    await orders.put(order)

    await eventually(async () => expect(await searchIds('orderId:"o-1"')).toEqual([idOf(order)]))
    await orders.remove(order)
    await eventually(async () => expect(await searchIds('orderId:"o-1"')).toEqual([]))
  })

  it(`ends at the table's state after ${WRITES} random writes`, {
    timeout: WRITES_MS_MAX,
  }, async () => {
    const seed = randomInt(2 ** 31)
    const random = createRandom(seed)

    for (let written = 0; written < WRITES; written += 1) {
      const order = anOrder(`c-${random.below(5)}`, `r-${random.below(ITEMS)}`)
      if (random.chance(0.25)) await orders.remove(order)
      else await orders.put({ ...order, total: random.below(100_000) / 100 })
    }

    await expectAgreement(`seed ${seed}`)
  })

  it('keeps every digit of a number that a double cannot hold', async () => {
    await orders.put(
      { ...anOrder('c-2', 'o-digits') },
      { total: { N: '12345678901234567890.12345678' } },
    )

    await eventually(async () => {
      const [found] = await searchDocuments('orderId:"o-digits"')
      expect(found?.total).toBe('12345678901234567890.12345678')
    })
  })

  it('is followed by the id of an order, from the table to every sink', async () => {
    const order = anOrder('c-2', 'o-followed')
    await orders.put(order)

    const hops = await eventually(async () => {
      const [, ...lines] = await traceLines(idOf(order))
      const text = lines.join('\n')
      expect(text).toContain('applied; the index holds it')
      expect(text).toContain('applied; 1 line in lake/order/dt=')
      expect(text).toContain('applied; the floor is at it')
      return lines
    })
    expect(hops.map((line) => line.trim().split(' ')[0])).toEqual([
      ...['table', 'pipe', 'enrichment', 'bus', 'search', 'lake', 'cache'],
    ])
  })

  it('lets no personal data through', async () => {
    await orders.put({ ...anOrder('c-3', 'o-private'), note: 'leave it with the neighbour' })

    const [found] = await eventually(async () => {
      const documents = await searchDocuments('orderId:"o-private"')
      expect(documents).toHaveLength(1)
      return documents
    })
    expect(found?.email).toMatch(/^tok_/)
    expect(found?.shippingAddress).toEqual({ city: 'Lodz', postcode: '90****', country: 'PL' })
    expect(found).not.toHaveProperty('note')
  })
})

describe('an item that fails its schema', () => {
  it('is parked whole and announced, while the orders beside it arrive', async () => {
    const broken = { ...anOrder('c-44', 'o-broken'), status: 'lost in the post' }

    await Promise.all([
      orders.put(anOrder('c-44', 'o-before')),
      orders.put(broken),
      orders.put(anOrder('c-44', 'o-after')),
    ])

    await eventually(async () => {
      expect((await searchIds('customerId:"c-44"')).toSorted()).toEqual([
        'CUSTOMER#c-44|ORDER#o-after',
        'CUSTOMER#c-44|ORDER#o-before',
      ])
    })
    const parked = await eventually(() => findParked('o-broken'))
    expect(parked).toMatchObject({
      code: 'image.schema_invalid',
      record: { dynamodb: { NewImage: { status: { S: 'lost in the post' } } } },
    })
    await eventually(() => {
      expect(announced('CUSTOMER#c-44|ORDER#o-broken')).toMatchObject({ after: null, before: null })
    })
  })

  it('is named in the log without its payload', async () => {
    const order = { ...anOrder('c-5', 'o-logged'), status: 'a secret of the customer' }
    await orders.put(order)

    await eventually(async () => {
      expect((await traceLines(idOf(order))).join('\n')).toContain('parked, image.schema_invalid')
    })
    const { faults } = await readLogLines(join(test.stateDir, 'logs'), [...SECRETS, order.status])
    expect(faults).toEqual([])
  })

  it('is indexed once it is corrected, and leaves nothing when it is removed', async () => {
    const corrected = anOrder('c-6', 'o-corrected')
    const removed = anOrder('c-6', 'o-removed')
    await orders.put({ ...corrected, status: 'wrong' })
    await orders.put({ ...removed, status: 'wrong' })

    await orders.put(corrected)
    await orders.remove(removed)

    await eventually(async () => {
      expect(await searchIds('customerId:"c-6"')).toEqual([idOf(corrected)])
    })
    await expectAgreement('after the correction')
  })
})

async function expectAgreement(because: string): Promise<void> {
  await eventually(async () => {
    const agreement = await test.pipeline.compare()
    expect(agrees(agreement), `${because}: ${JSON.stringify(agreement)}`).toBe(true)
  }, 60_000)
}

function contextOf(lines: string[]): CommandContext {
  const { stateDir } = test
  const print = (line: string) => lines.push(line)
  return { env: {}, stateDir, root: stateDir, print, stdin: process.stdin }
}

async function searchDocuments(query: string): Promise<Record<string, unknown>[]> {
  const lines: string[] = []
  await search.run([query, '--json'], contextOf(lines))
  return lines.map((line) => JSON.parse(line))
}

async function traceLines(id: string): Promise<readonly string[]> {
  const lines: string[] = []
  await trace.run([id], contextOf(lines))
  return lines
}

async function searchIds(query: string): Promise<string[]> {
  return (await searchDocuments(query)).map(({ pk, sk }) => `${pk}|${sk}`)
}

function announced(id: string): unknown {
  const events = test.signals.flatMap((signal) =>
    signal.type === 'event.accepted' ? [signal.event.detail] : [],
  )
  return events.find((detail) => detail.id === id && detail.type === 'order.parked')
}

async function findParked(orderId: string): Promise<unknown> {
  const Bucket = test.pipeline.file.resources.ParkedBucket
  const { Contents = [] } = await test.s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'parked/order/' }),
  )
  for (const { Key } of Contents) {
    const { Body } = await test.s3.send(new GetObjectCommand({ Bucket, Key }))
    const text = (await Body?.transformToString()) ?? ''
    if (text.includes(orderId)) return JSON.parse(text)
  }
  throw new Error(`no parked record names ${orderId}`)
}
