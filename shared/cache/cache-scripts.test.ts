import type { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectToCache } from '../../test/builders/cache-server.ts'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { eventually } from '../../test/support/eventually.ts'
import { cacheKey, toEntryKeys } from './cache-key.ts'
import { FILL, INVALIDATE_ITEMS, INVALIDATE_LISTS, TAKE_LEASE } from './cache-scripts.ts'
import { toFloor } from './floor.ts'

const LONG_MS = '60000'
const EARLIER = '2026-10-01T00:00:00.000'
const LATER = '2026-11-01T00:00:00.000'
const floorOf = (stream: string, number: number) => toFloor({ stream, sequenceNumber: `${number}` })

let server: OwnRedis
let redis: Redis
let count = 0

beforeAll(async () => {
  server = await startOwnRedis()
  redis = connectToCache(server.url)
  await eventually(() => redis.ping())
})

afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

const someKeys = () => toEntryKeys('tailrace', cacheKey('order', String(++count)))

describe('INVALIDATE_ITEMS', () => {
  it.each([
    ['no floor', null, floorOf(LATER, 7), '1'],
    ['the change itself', floorOf(LATER, 7), floorOf(LATER, 7), '0'],
    ['a later change', floorOf(LATER, 10), floorOf(LATER, 9), '0'],
    ['an earlier change', floorOf(LATER, 9), floorOf(LATER, 10), '1'],
    ['a greater number of an earlier stream', floorOf(EARLIER, 10), floorOf(LATER, 9), '1'],
    ['a lower number of a later stream', floorOf(LATER, 9), floorOf(EARLIER, 10), '0'],
    ['a short text that somebody set', 'zzz', floorOf(LATER, 9), '1'],
  ])('of %s answers for the change', async (_, stored, change, answer) => {
    const { value, lease, floor } = someKeys()
    await redis.mset(value, 'old', lease, 'token')
    if (stored !== null) await redis.set(floor, stored)

    const replied = await redis.eval(INVALIDATE_ITEMS, 3, value, lease, floor, LONG_MS, change)

    expect(replied).toBe(answer)
    expect(await redis.exists(value, lease)).toBe(answer === '1' ? 0 : 2)
    expect(await redis.get(floor)).toBe(answer === '1' ? change : stored)
  })

  it.each(['z'.repeat(64), `zz/${'9'.repeat(40)}`, '', '9'.repeat(80)])(
    'takes a text that is no floor for none: %j',
    async (text) => {
      const { value, lease, floor } = someKeys()
      await redis.set(floor, text)
      const change = floorOf(LATER, 7)

      const replied = await redis.eval(INVALIDATE_ITEMS, 3, value, lease, floor, LONG_MS, change)

      expect(replied).toBe('1')
      expect(await redis.get(floor)).toBe(change)
    },
  )

  it('takes what is no text for no floor, and goes on with the others', async () => {
    const [odd, other] = [someKeys(), someKeys()]
    await redis.rpush(odd.floor, 'a')
    await redis.rpush(odd.value, 'a')
    const keys = [odd, other].flatMap(({ value, lease, floor }) => [value, lease, floor])
    const changes = [floorOf(LATER, 7), floorOf(LATER, 8)]

    const replied = await redis.eval(INVALIDATE_ITEMS, keys.length, ...keys, LONG_MS, ...changes)

    expect(replied).toBe('11')
    expect(await redis.mget(odd.floor, other.floor)).toEqual(changes)
    expect(await redis.pttl(odd.floor)).toBeGreaterThan(0)
  })
})

describe('INVALIDATE_LISTS', () => {
  it('closes those lists that shall be closed, for their time', async () => {
    const [closed, open] = [someKeys(), someKeys()]
    await redis.mset(closed.value, 'old', open.value, 'old', closed.lease, 'token', open.lease, 't')
    const keys = [closed.value, closed.lease, open.value, open.lease]

    await redis.eval(INVALIDATE_LISTS, keys.length, ...keys, LONG_MS, '0')

    expect(await redis.mget(keys)).toEqual([null, 'closed', null, null])
    expect(await redis.pttl(closed.lease)).toBeGreaterThan(0)
    expect(
      await redis.eval(TAKE_LEASE, 2, closed.value, closed.lease, 'mine', LONG_MS, ''),
    ).toEqual(['closed'])
  })
})

describe('TAKE_LEASE and FILL', () => {
  it('find their own lease when they are sent again, and fill once', async () => {
    const { value, lease } = someKeys()
    const take = () => redis.eval(TAKE_LEASE, 2, value, lease, 'mine', LONG_MS, '')
    const fill = () => redis.eval(FILL, 2, value, lease, 'mine', '{}', LONG_MS)

    expect([await take(), await take()]).toEqual([['leased'], ['leased']])
    expect(await redis.pttl(lease)).toBeGreaterThan(0)
    expect([await fill(), await fill()]).toEqual([1, 0])
    expect(await redis.pttl(value)).toBeGreaterThan(0)
    expect(await take()).toEqual(['hit', '{}'])
  })

  it('hand out a value that is an absent item', async () => {
    const { value, lease } = someKeys()
    await redis.set(value, '')

    expect(await redis.eval(TAKE_LEASE, 2, value, lease, 'mine', LONG_MS, '')).toEqual(['hit', ''])
  })
})
