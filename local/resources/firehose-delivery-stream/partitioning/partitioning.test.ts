import { afterEach, describe, expect, it } from 'vitest'
import {
  aQuery,
  START,
  startTestDeliveryStream,
  type TestDeliveryStream,
} from '../a-delivery-stream.ts'
import { ACTIVE_PARTITIONS_MAX, RECORD_BYTES_MAX } from '../limits.ts'
import { firehoseRules } from '../rules.ts'
import { openPartitionQuery } from './partition-query.ts'

const GOOD = { entity: 'order', time: '2026-11-20T23:59:59Z' }
const EXTRACTION = {
  folder: 'errors/metadata-extraction-failed/',
  errorCode: 'DynamicPartitioning.MetadataExtractionFailed',
}

let test: TestDeliveryStream | undefined

afterEach(async () => {
  await test?.[Symbol.asyncDispose]()
  test = undefined
})

/** What became of records: content by folder, all delivered. */
async function partition(
  properties: object,
  ...records: readonly (string | object)[]
): Promise<Map<string, string>> {
  test = await startTestDeliveryStream(properties)
  await test.put(...records)
  await test.stream.stop()
  return new Map([...test.objects].map(([key, text]) => [folderOf(key), text]))
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1)
}

async function misfiled(properties: object, record: string | object) {
  const found = await partition(properties, GOOD, record)
  const [folder = '', lines = ''] = [...found].find(([name]) => name.startsWith('errors/')) ?? []
  expect(found.get('lake/order/dt=2026-11-20/')).toBe(`${JSON.stringify(GOOD)}\n`)
  return { folder, ...JSON.parse(lines) }
}

describe('a delivery stream’s partitions', () => {
  it(firehoseRules.query.text, async () => {
    const other = { entity: 'customer', time: '2026-11-21T00:00:00Z' }

    const found = await partition({}, GOOD, other)

    expect(new Set(found.keys())).toEqual(
      new Set(['lake/order/dt=2026-11-20/', 'lake/customer/dt=2026-11-21/']),
    )
  })

  it.each(['{', '', '{"a":1}{"b":2}', 'text', '['.repeat(20_000)])(
    `${firehoseRules.notJson.text} (%#)`,
    async (record) => {
      const { folder, errorCode, errorMessage } = await misfiled({}, record)

      expect({ folder, errorCode }).toEqual(EXTRACTION)
      expect(errorMessage).toBe('Non JSON record provided')
    },
  )

  it.each([
    ['{entity: .entity, dt: .time[0:10]}', { entity: 'order', time: 7 }],
    ['{entity: .entity, dt: .time[0:10]}', ['a list']],
    ['if .bad then empty else {entity, dt: .time[0:10]} end', { bad: true }],
    ['if .bad then .bad else {entity, dt: .time[0:10]} end', { bad: 'text' }],
    ['if .bad then {}, {} else {entity, dt: .time[0:10]} end', { bad: true }],
  ])(`${firehoseRules.queryFailed.text} (%s, %j)`, async (query, record) => {
    const properties = { ProcessingConfiguration: aQuery(query) }

    const { folder, errorCode } = await misfiled(properties, record)

    expect({ folder, errorCode }).toEqual(EXTRACTION)
  })

  it.each([{ time: '2026-11-20T00:00:00Z' }, { ...GOOD, entity: '' }, { ...GOOD, time: '' }])(
    `${firehoseRules.emptyKey.text} (%j)`,
    async (record) => {
      const { folder, errorCode, errorMessage } = await misfiled({}, record)

      expect({ folder, errorCode }).toEqual(EXTRACTION)
      expect(errorMessage).toBe('partitionKeys values must not be null or empty')
    },
  )

  it(firehoseRules.otherValues.text, async () => {
    const numbers = { ...GOOD, entity: 7 }
    const booleans = { ...GOOD, entity: false }
    const list = { ...GOOD, entity: ['order'] }

    const found = await partition({}, numbers, booleans, list)

    expect(new Set(found.keys())).toEqual(
      new Set(['lake/7/dt=2026-11-20/', 'lake/false/dt=2026-11-20/', EXTRACTION.folder]),
    )
  })

  it(firehoseRules.prefixNotMade.text, async () => {
    const query = 'if .short then {entity} else {entity, dt: .time} end'
    const properties = { ProcessingConfiguration: aQuery(query) }
    const missing = { entity: 'order', short: true }
    const long = { entity: 'order', time: 'x'.repeat(512 - 'lake/order/dt=/'.length + 1) }

    const found = await partition(properties, missing, long, {
      ...long,
      time: long.time.slice(1),
    })

    const reasons = found.get('errors/partitioning-failed/')?.trim().split('\n')
    expect(reasons?.map((line) => JSON.parse(line).errorMessage)).toEqual([
      'The query gives no key dt, which the prefix needs',
      'The prefix is longer than 512 characters',
    ])
    expect(found.size).toBe(2)
  })

  it(firehoseRules.errorRecord.text, async () => {
    const error = await misfiled({}, 'bad € \n')

    const arrivedAtMs = Date.parse(START)
    expect(error).toEqual({
      folder: EXTRACTION.folder,
      attemptsMade: 1,
      arrivalTimestamp: arrivedAtMs,
      errorCode: EXTRACTION.errorCode,
      errorMessage: 'Non JSON record provided',
      attemptEndingTimestamp: arrivedAtMs,
      rawData: Buffer.from('bad € \n').toString('base64'),
    })
  })

  it(firehoseRules.neighbours.text, async () => {
    const query = 'if .bad then halt else {entity, dt: .time[0:10]} end'
    const records = Array.from({ length: 250 }, (_, id) => ({ ...GOOD, id }))
    const bad = [3, 120, 249].map((id) => ({ bad: true, id }))
    const mixed = records.map((record) => bad.find(({ id }) => id === record.id) ?? record)

    const found = await partition({ ProcessingConfiguration: aQuery(query) }, ...mixed)

    expect(found.get('lake/order/dt=2026-11-20/')?.trim().split('\n')).toHaveLength(247)
    expect(found.get(EXTRACTION.folder)?.trim().split('\n')).toHaveLength(3)
  })

  it(firehoseRules.partitionsMax.text, async () => {
    const records = Array.from({ length: ACTIVE_PARTITIONS_MAX + 1 }, (_, index) => ({
      ...GOOD,
      entity: `e${index}`,
    }))

    const found = await partition({}, ...records, { ...GOOD, entity: 'e0' })

    const folder = 'errors/activePartitionExceeded/'
    const { errorCode, rawData } = JSON.parse(found.get(folder) ?? '')
    expect(found.size).toBe(ACTIVE_PARTITIONS_MAX + 1)
    expect(errorCode).toBe('DynamicPartitioning.ActivePartitionsLimitExceeded')
    expect(JSON.parse(Buffer.from(rawData, 'base64').toString())).toEqual(records.at(-1))
    expect(found.get('lake/e0/dt=2026-11-20/')?.trim().split('\n')).toHaveLength(2)
  })
})

describe('openPartitionQuery', () => {
  it.each(['{a: ', '.a b', 'nosuch(.a)'])(
    `${firehoseRules.queryMalformed.text} (%s)`,
    async (query) => {
      await expect(openPartitionQuery(query)).rejects.toThrow('its query is no jq')
    },
  )

  it('takes a query that ends in a comment', async () => {
    const query = await openPartitionQuery('{a: .a} # the key')

    expect(await query.evaluate(['{"a":"b"}'])).toEqual([{ a: 'b' }])
    await query.stop()
  })

  it('takes as many of the largest records as a call may put', async () => {
    const query = await openPartitionQuery('{a: .a}')
    const texts = Array.from({ length: 4 }, (_, index) => {
      const record = { c: 'x'.repeat(RECORD_BYTES_MAX - 20), a: String(index) }
      return JSON.stringify(record)
    })

    const results = await query.evaluate(texts)

    expect(results).toEqual([{ a: '0' }, { a: '1' }, { a: '2' }, { a: '3' }])
    await query.stop()
  })

  it('reads half a megabyte without a pause that anyone would notice', async () => {
    const query = await openPartitionQuery('{a: .a}')
    const texts = Array.from({ length: 500 }, () =>
      JSON.stringify({ a: 'b', c: 'x'.repeat(1_000) }),
    )

    const results = await query.evaluate(texts)

    expect(results).toHaveLength(500)
    await query.stop()
  }, 20_000)

  it('answers for every text, however many calls came before and at once', async () => {
    const query = await openPartitionQuery('{entity: .entity, dt: .time[0:10]}')

    const calls = Array.from({ length: 400 }, () => query.evaluate([JSON.stringify(GOOD)]))
    const results = (await Promise.all(calls)).flat()
    await query.stop()

    expect(results).toEqual(Array(400).fill({ entity: 'order', dt: '2026-11-20' }))
  })
})
