import { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { anOrder, idOf } from '../../test/builders/order-table.ts'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { type ServedItems, serveItems } from '../../test/builders/served-items.ts'
import { agrees } from './agreement.ts'
import { compareTableWithCache } from './compare-table-with-cache.ts'

/** Of a glob's own characters, which a prefix may hold. */
const PREFIX = 'shop[a]*'

let server: OwnRedis
let redis: Redis
let table: ServedItems

beforeAll(async () => {
  server = await startOwnRedis()
  redis = new Redis(server.url)
  table = await serveItems()
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
  await table.server.stop()
})

function compare() {
  return compareTableWithCache({
    endpoints: { dynamodb: table.url, redis: server.url },
    cachePrefix: PREFIX,
    ...{ region: 'eu-west-1', tableName: 'orders', definitions },
  })
}

async function cacheValue({ pk, sk }: { pk: string; sk: string }, value: string, prefix = PREFIX) {
  await redis.set(toEntryKeys(prefix, cacheKey('order', pk, sk)).value, value)
}

describe('compareTableWithCache', () => {
  it('finds nothing wrong with a cache that holds nothing', async () => {
    table.put(anOrder('c-0', 'o-0'))

    expect(await compare()).toEqual({ cached: 0, different: [], ghosts: [] })
  })

  it('counts what is as the table has it, however its names are ordered', async () => {
    const orders = Array.from({ length: 30 }, (_, index) => anOrder('c-1', `o-}{|%${index}`))
    for (const order of orders) {
      table.put(order)
      const names = Object.keys(order).sort() as (keyof typeof order)[]
      await cacheValue(order, JSON.stringify(order, names.concat(...NESTED)))
    }
    await cacheValue(anOrder('c-1', 'o-nowhere'), '')

    const agreement = await compare()

    expect(agreement).toEqual({ cached: 31, different: [], ghosts: [] })
    expect(agrees(agreement)).toBe(true)
  })

  it('names what differs, and what the table does not have', async () => {
    const [changed, absent, odd, text, gone] = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      anOrder('c-2', name),
    ) as [Order, Order, Order, Order, Order]
    for (const order of [changed, absent, odd, text]) table.put(order)
    await cacheValue(changed, JSON.stringify({ ...changed, status: 'shipped' }))
    await cacheValue(absent, '')
    await redis.rpush(toEntryKeys(PREFIX, cacheKey('order', odd.pk, odd.sk)).value, 'odd')
    await cacheValue(text, 'by hand')
    await cacheValue(gone, JSON.stringify(gone))

    const agreement = await compare()

    expect(agreement.different.toSorted()).toEqual([changed, absent, odd, text].map(idOf))
    expect(agreement.ghosts).toEqual([idOf(gone)])
    expect(agrees(agreement)).toBe(false)
  })

  it('looks at nothing of another prefix', async () => {
    const { cached } = await compare()
    await cacheValue(anOrder('c-3', 'o-1'), 'by hand', 'shopa-else')

    expect((await compare()).cached).toBe(cached)
  })
})

type Order = ReturnType<typeof anOrder>

const NESTED = [
  ...['sku', 'name', 'quantity', 'unitPrice', 'line1', 'city', 'postcode', 'country'],
] as never[]
