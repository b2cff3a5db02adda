import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { toJsonLines, toTextLines } from '../../cli/search/found-lines.ts'
import { queryIndex } from '../../cli/search/query-index.ts'
import { readIndex } from '../../local/agreement/read-index.ts'
import { type ItemJourney, startJourney } from '../builders/item-journey.ts'
import { anOrder } from '../builders/order-table.ts'
import { orderIn, readDocument } from '../builders/search-engine.ts'
import { uniqueName } from '../builders/unique-name.ts'

const endpoints = inject('engines')
const index = uniqueName('documents')
const order = orderIn(index)
let journey: ItemJourney
beforeAll(async () => {
  journey = await startJourney(endpoints, order)
})
afterAll(() => journey[Symbol.asyncDispose]())

type Exact = Record<string, AttributeValue>

/** @param exact attributes in DynamoDB's own form, in place of the order's. */
async function land(orderId: string, exact: Exact = {}): Promise<void> {
  await journey.put({ ...toAttributeMap(anOrder('c-1', orderId)), ...exact })
  await journey.land()
  await fetch(`${endpoints.opensearch}/${index}-write/_refresh`, { method: 'POST' })
}
const stored = async (orderId: string) => {
  const id = `CUSTOMER#c-1|ORDER#${orderId}`
  return (await readDocument(endpoints.opensearch, `${index}-write`, id))?.source
}
/** The orders that a query finds. */
const find = async (query: object): Promise<readonly string[]> => {
  const response = await fetch(`${endpoints.opensearch}/${index}/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, size: 100 }),
  })
  const { hits } = (await response.json()) as { hits: { hits: { _source: { orderId: string } }[] } }
  return hits.hits.map(({ _source }) => _source.orderId).toSorted()
}
const search = async (query: string) =>
  queryIndex({ endpoint: endpoints.opensearch, index, query, size: 10 })
const aLine = (sku: string, quantity: string): AttributeValue => ({
  M: { sku: { S: sku }, name: { S: 'Key' }, quantity: { N: quantity }, unitPrice: { N: '1' } },
})

describe('numbers', () => {
  it.each([
    ['12345678901234567.89'],
    ['9007199254740993'],
    ['-9007199254740993.5'],
    ['12345678901234567890123456789012345678'],
    ['0.12345678901234567890123456789012345678'],
    [`1${'0'.repeat(125)}`],
  ])('keeps every digit of %s in the index, and finds it by all of them', async (N) => {
    await land(`n${N}`, { total: { N } })

    expect(await stored(`n${N}`)).toMatchObject({ total: N })
    expect(await find({ term: { 'total.exact': N } })).toEqual([`n${N}`])
  })

  it.each([
    ['129.90', 129.9],
    ['100', 100],
    ['1E+2', 100],
  ])('keeps %s, which a double holds, as a number', async (N, value) => {
    await land(`d${N}`, { total: { N } })

    expect(await stored(`d${N}`)).toMatchObject({ total: value })
    expect(await find({ term: { 'total.exact': String(value) } })).toContain(`d${N}`)
  })

  it('tells amounts apart by their last digit only in total.exact', async () => {
    await land('t-89', { total: { N: '32345678901234567.89' } })
    await land('t-88', { total: { N: '32345678901234567.88' } })

    expect(await find({ term: { total: '32345678901234567.89' } })).toEqual(['t-88', 't-89'])
    expect(await find({ term: { 'total.exact': '32345678901234567.89' } })).toEqual(['t-89'])
  })

  it('compares whole numbers of 64 bits to the last digit', async () => {
    await land('w-2', { expiresAt: { N: '9007199254740992' } })
    await land('w-3', { expiresAt: { N: '9007199254740993' } })
    await land('w-max', { expiresAt: { N: '9223372036854775807' } })
    await land('w-beyond', { expiresAt: { N: '9223372036854775808' } })

    expect(await find({ term: { expiresAt: '9007199254740993' } })).toEqual(['w-3'])
    expect(await find({ range: { expiresAt: { gt: '9007199254740992' } } })).toEqual([
      'w-3',
      'w-max',
    ])
    expect(await stored('w-beyond')).toMatchObject({ expiresAt: '9223372036854775808' })
  })

  it('are printed by a search with every digit, as a table and as JSON', async () => {
    const total = '-12345678901234567890.123456789012345678'
    await land('p-1', { total: { N: total }, expiresAt: { N: '9007199254740993' } })

    const found = await search(`total.exact:"${total}" AND expiresAt:9007199254740993`)

    const [, , row] = toTextLines(found, order)
    expect(row).toContain(`  ${total}  `)
    expect(row).toContain('  9007199254740993')
    const [json = ''] = toJsonLines(found)
    expect(json).toContain(`"total":"${total}"`)
    expect(json).toContain('"expiresAt":"9007199254740993"')
  })
})

describe('text and dates', () => {
  it('compares a code whole, and finds words of a name', async () => {
    await land('k-1', { shippingAddress: anAddress('Nowy Targ') })

    expect(await find({ term: { orderId: 'k-1' } })).toEqual(['k-1'])
    expect(await find({ match: { 'shippingAddress.city': 'targ' } })).toEqual(['k-1'])
    expect(await find({ term: { 'shippingAddress.city.keyword': 'Nowy Targ' } })).toEqual(['k-1'])
    expect(await find({ term: { orderId: 'k' } })).toEqual([])
  })

  it.each([
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999-18:00',
    '2024-02-29T12:00:00.5+05:45',
    '2026-01-01T00:00:00-00:00',
  ])('takes %s, as every date that the schema takes', async (createdAt) => {
    await land(createdAt, { createdAt: { S: createdAt } })

    expect(await stored(createdAt)).toMatchObject({ createdAt })
    expect(await find({ range: { createdAt: { gte: createdAt, lte: createdAt } } })).toEqual([
      createdAt,
    ])
  })
})

describe('lines', () => {
  it('are found by what one line has, not by what two have together', async () => {
    await land('l-1', { items: { L: [aLine('A', '1'), aLine('B', '2')] } })
    await land('l-2', { items: { L: [aLine('A', '2'), aLine('B', '1')] } })

    const ofLine = (sku: string, quantity: number) => ({
      nested: {
        path: 'items',
        query: {
          bool: {
            filter: [{ term: { 'items.sku': sku } }, { term: { 'items.quantity': quantity } }],
          },
        },
      },
    })

    expect(await find(ofLine('A', 2))).toEqual(['l-2'])
    expect(await find(ofLine('B', 2))).toEqual(['l-1'])
  })
})

describe('attributes that nobody declared', () => {
  /** Names that an index takes for paths, or refuses, or has a meaning of its own for. */
  const NAMES = [
    'a..b',
    '.a',
    'a.',
    '.',
    '..',
    ' ',
    'a. .b',
    'x.y',
    'city.zip',
    'sku.keyword',
    '_id',
    '_source',
    '_cdc',
    '_other',
    'constructor',
    'long'.repeat(500),
  ]
  const odd = (): Exact => Object.fromEntries(NAMES.map((name) => [name, { S: 'unseen' }]))
  const kept = Object.fromEntries(NAMES.map((name) => [name, 'unseen']))

  it('are kept under _other, whatever their names and wherever they are', async () => {
    const [first, second] = [aLine('A', '1'), aLine('B', '2')]
    await land('u-1', {
      ...odd(),
      shippingAddress: { M: { ...anAddress('Lodz').M, ...odd() } },
      items: { L: [first, { M: { ...second.M, ...odd(), deep: { M: odd() } } }] },
    })

    expect(await stored('u-1')).toMatchObject({
      shippingAddress: { city: 'Lodz', country: 'PL' },
      items: [{ sku: 'A' }, { sku: 'B', quantity: 2 }],
      _cdc: { id: 'CUSTOMER#c-1|ORDER#u-1' },
      _other: {
        ...kept,
        shippingAddress: kept,
        items: [null, { ...kept, deep: kept }],
      },
    })
  })

  it('are no matter of agreement between table and index', async () => {
    await land('u-3', { secret: { S: 'unseen' } })

    const images = new Map<string, unknown>()
    for await (const { id, image } of readIndex(endpoints.opensearch, index)) images.set(id, image)
    const image = images.get('CUSTOMER#c-1|ORDER#u-3')
    expect(image).toMatchObject({ orderId: 'u-3' })
    expect(image).not.toHaveProperty('_other')
  })

  it('are not searched, and give the index no field', async () => {
    await land('u-2', { secret: { S: 'unseen' }, 'city.zip': { S: 'unseen' } })

    expect((await search('u-2')).total).toBe(1)
    expect((await search('unseen')).total).toBe(0)
    expect((await search('_other.secret:unseen')).total).toBe(0)
    const response = await fetch(`${endpoints.opensearch}/${index}/_mapping`)
    expect(await response.text()).not.toMatch(/secret|zip/)
  })
})

function anAddress(city: string): { M: Exact } {
  const attributes = { name: 'Ada L.', line1: '1 High St', city, postcode: '90-001', country: 'PL' }
  return {
    M: Object.fromEntries(Object.entries(attributes).map(([name, S]) => [name, { S }])),
  }
}
