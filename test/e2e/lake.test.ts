import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/agreement.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { createRandom } from '../../local/random.ts'
import { readRuntimeFile } from '../../local/runtime-file.ts'
import {
  anOrder,
  idOf,
  type Order,
  type OrderTable,
  openOrderTable,
} from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

const WRITES = process.env.TAILRACE_TEST_LONG ? 300 : 100
const ITEMS = 40
const REFUSED_WRITES = 60
/** Just below 400 KB with the rest of the item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const ITEM_BYTES = 408_000
const FIREHOSE_DOWN_MS = process.env.TAILRACE_TEST_LONG ? 60_000 : 0
/** A bound on hanging: what was refused comes back after a delay that grows with the outage. */
const AGREEMENT_MS_MAX = 60_000 + 2 * FIREHOSE_DOWN_MS
const PARTITION = /\/lake\/([^/]+)\/dt=(\d{4}-\d\d-\d\d)\//
/** What follows are the definition's columns. */
const FIELDS = [
  ...['event_id', 'entity', 'type', 'op', 'id', 'seq', 'stream', 'table', 'time', 'expired'],
  ...['changed', 'parked', 'before', 'after'],
]

let test: TestPipeline
let orders: OrderTable

beforeAll(async () => {
  test = await startPipeline()
  orders = openOrderTable(test.dynamodb, test.tableName)
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
})

describe('the lake', () => {
  it(`holds the table, by its objects alone, after ${WRITES} random writes`, async () => {
    const seed = randomInt(2 ** 31)
    const random = createRandom(seed)

    for (let written = 0; written < WRITES; written += 1) {
      const order = anOrder(`c-${random.below(5)}`, `r-${random.below(ITEMS)}`)
      if (random.chance(0.25)) await orders.remove(order)
      else await orders.put({ ...order, total: random.below(100_000) / 100 })
    }

    await expectAgreement(test.pipeline.compareLake, `seed ${seed}`)
  })

  it('keeps each change as one line of JSON, in the folder of its entity and day', async () => {
    for (const file of await listObjects()) {
      const [, entity, day] = PARTITION.exec(file) ?? []
      for (const line of await readLines(file)) {
        const record = JSON.parse(line)
        expect(Object.keys(record).slice(0, FIELDS.length)).toEqual(FIELDS)
        expect([record.entity, record.time.slice(0, 10)]).toEqual([entity, day])
        expect(record.seq).toMatch(/^\d{40}$/)
      }
    }
  })

  it('holds no personal data', async () => {
    const order = { ...anOrder('c-9', 'o-private'), note: 'leave it with the neighbour' }
    const { email, note, shippingAddress } = order
    const { name, line1, postcode } = shippingAddress

    await orders.put(order)
    await eventually(async () => expect(await readAll()).toContain(idOf(order)))

    const bytes = await readAll()
    for (const secret of [email, note, name, line1, postcode]) expect(bytes).not.toContain(secret)
    expect(bytes).toContain('tok_')
  })
})

describe('a Firehose that refuses records', () => {
  it('loses none of them, and the views have each change once', async () => {
    using refuses = vi.spyOn(test.pipeline.chaos, 'refuses')
    test.pipeline.chaos.set({ firehose: { refuse: 0.33 } }, randomInt(2 ** 31))
    try {
      for (let place = 0; place < REFUSED_WRITES; place += 1) {
        await orders.put(anOrder('c-7', `refused-${place % 20}`))
      }
      await expectAgreement(test.pipeline.compareLake)
    } finally {
      test.pipeline.chaos.set({}, 0)
    }

    const accepted = test.signals.flatMap((one) =>
      one.type === 'event.accepted' ? [one.event.detail.eventID] : [],
    )
    expect(await countChanges()).toBe(new Set(accepted).size)
    expect(refuses).toHaveReturnedWith(true)
  })
})

describe('items as large as DynamoDB takes', () => {
  it('arrive everywhere, both images of them, and what is said of them is small', async () => {
    const large = Array.from({ length: 10 }, (_, place) => anOrder('c-6', `large-${place}`))
    const put = (order: Order, letter: string) =>
      orders.put({ ...order, items: [{ ...order.items[0], name: letter.repeat(ITEM_BYTES) }] })

    await Promise.all(large.map((order) => put(order, 'a')))
    await Promise.all(large.map((order) => put(order, 'b')))
    await orders.remove(anOrder('c-6', 'large-0'))

    await expectAgreement(test.pipeline.compare)
    await expectAgreement(test.pipeline.compareLake)
    const accepted = test.signals.flatMap((one) =>
      one.type === 'event.accepted' && String(one.event.detail.id).includes('large-')
        ? [one.event]
        : [],
    )
    expect(accepted.map(({ detail }) => detail.claimCheck)).not.toContain(undefined)
    expect(JSON.stringify(accepted).length / accepted.length).toBeLessThan(2_000)
  })

  it('and a character that no queue takes arrive, as they are', async () => {
    const order = anOrder('c-6', 'noncharacter')

    await orders.put({ ...order, items: [{ ...order.items[0], name: 'a\uFFFF' }] })

    await expectAgreement(test.pipeline.compare)
    await expectAgreement(test.pipeline.compareLake)
  })
})

describe('a sink that is away', () => {
  it('delays no other: the index goes on while Firehose is down', {
    timeout: 240_000,
  }, async () => {
    const order = anOrder('c-8', 'o-index')
    using through = vi.spyOn(test.pipeline.chaos, 'through')
    test.pipeline.chaos.set({ firehose: { error: 1 } }, 1)
    try {
      await orders.put(order)
      await expectAgreement(test.pipeline.compare)
      await eventually(() => expect(through).toHaveBeenCalledWith('firehose', expect.anything()))
      await sleepFor(FIREHOSE_DOWN_MS)
      expect(agrees(await test.pipeline.compareLake())).toBe(false)
    } finally {
      test.pipeline.chaos.set({}, 0)
    }

    await expectAgreement(test.pipeline.compareLake)
  })

  it('delays no other: the lake goes on while OpenSearch is frozen', async () => {
    const { pid } = (await readRuntimeFile(test.stateDir))?.engines.opensearch ?? {}
    if (pid === undefined) throw new Error('OpenSearch is not in the runtime file')
    process.kill(pid, 'SIGSTOP')
    try {
      await orders.put(anOrder('c-8', 'o-lake'))
      await expectAgreement(test.pipeline.compareLake)
    } finally {
      process.kill(pid, 'SIGCONT')
    }

    await expectAgreement(test.pipeline.compare)
  })
})

async function expectAgreement(compare: () => Promise<Agreement>, message = ''): Promise<void> {
  await eventually(async () => {
    const agreement = await compare()
    expect(agrees(agreement), `${message} ${JSON.stringify(agreement)}`).toBe(true)
  }, AGREEMENT_MS_MAX)
}

async function countChanges(): Promise<unknown> {
  const lake = await openDuckDbLake(await listObjects(), definitions)
  try {
    const { rows } = await lake.query('SELECT count(*) AS n FROM changes')
    return rows[0]?.[0]
  } finally {
    lake.close()
  }
}

function listObjects(): Promise<string[]> {
  return listLakeObjects(test.pipeline.file.lakeDir ?? '')
}

async function readLines(file: string): Promise<string[]> {
  const text = gunzipSync(await readFile(file)).toString()
  expect(text.endsWith('\n')).toBe(true)
  return text.slice(0, -1).split('\n')
}

async function readAll(): Promise<string> {
  const texts = await Promise.all((await listObjects()).map(readLines))
  return texts.flat().join('\n')
}
