import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CacheInvalidations, Invalidation } from '../../shared/cache/cache-invalidations.ts'
import { type CacheKey, cacheKeyOfId, toEntryKeys } from '../../shared/cache/cache-key.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import { comparePositions, type OrderedPosition } from '../../shared/ordering/index.ts'
import { LATER_STREAM, STREAM } from '../builders/change-event.ts'

/** What is stored under a cached thing's three keys; null where nothing is. */
export interface StoredEntry {
  readonly value: string | null
  readonly lease: string | null
  readonly floor: string | null
  /** How long the lease, and the floor, will still be there, ms; negative without end or key. */
  readonly leaseMs: number
  readonly floorMs: number
}

export interface CacheUnderTest {
  readonly cache: CacheInvalidations
  readonly prefix: string
  readonly floorTtlMs: number
  set(key: string, value: string): Promise<void>
  /** Makes it a list, which is no text. */
  setOdd(key: string): Promise<void>
  /** Has it end so soon. */
  shorten(key: string, ttlMs: number): Promise<void>
  read(key: CacheKey): Promise<StoredEntry>
}

const APPLIED = { kind: 'applied' }
const STALE = { kind: 'stale' }
const EMPTY = { value: null, lease: null }

/** What every cache does that can be invalidated. */
export function describeCacheInvalidationsContract(
  name: string,
  make: () => Promise<CacheUnderTest>,
): void {
  describe(`${name} as a cache to invalidate`, () => {
    let subject: CacheUnderTest
    let test = 0
    beforeAll(async () => {
      subject = await make()
    })
    beforeEach(() => {
      test += 1
    })

    const keyOf = (id: string) => cacheKeyOfId('order', `${test}|${id}`)
    const floorOf = (number: number | bigint, stream = STREAM) =>
      toFloor({ stream, sequenceNumber: String(number) })
    const anItem = (id: string, number: number | bigint, stream = STREAM): Invalidation => ({
      of: 'item',
      key: keyOf(id),
      floor: floorOf(number, stream),
    })
    const aList = (id: string, closedMs = 0): Invalidation => ({
      of: 'list',
      key: keyOf(id),
      closedMs,
    })
    const fill = async (id: string) => {
      const { value, lease } = toEntryKeys(subject.prefix, keyOf(id))
      await subject.set(value, '{}')
      await subject.set(lease, 'token')
    }
    const apply = (...all: readonly Invalidation[]) => subject.cache.apply(all)
    const read = (id: string) => subject.read(keyOf(id))

    it('takes value and lease of an item away and keeps its floor for a while', async () => {
      await fill('a')

      expect(await apply(anItem('a', 5))).toEqual([APPLIED])
      const { floorMs, ...stored } = await read('a')
      expect(stored).toMatchObject({ ...EMPTY, floor: `${STREAM}/${'5'.padStart(40, '0')}` })
      expect(floorMs).toBeGreaterThan(subject.floorTtlMs / 2)
      expect(floorMs).toBeLessThanOrEqual(subject.floorTtlMs)
    })

    it.each([
      ['the same change', 5n, STREAM],
      ['an earlier one', 4n, STREAM],
      ['one of an earlier stream, though of a higher number', 9n, '2025-01-01T00:00:00.000'],
    ])('leaves alone what was filled after %s', async (_, number, stream) => {
      await apply(anItem('a', 5))
      await fill('a')

      expect(await apply(anItem('a', number, stream))).toEqual([STALE])
      expect(await read('a')).toMatchObject({ value: '{}', lease: 'token', floor: floorOf(5) })
    })

    it.each([
      ['a higher number', 10n, STREAM],
      ['a number that is higher in its last digit of many', 10n ** 39n + 1n, STREAM],
      ['a later stream, though of a lower number', 1n, LATER_STREAM],
    ])('raises a floor to %s', async (_, number, stream) => {
      await apply(anItem('a', number > 10n ? number - 1n : 9))
      await fill('a')

      expect(await apply(anItem('a', number, stream))).toEqual([APPLIED])
      expect(await read('a')).toMatchObject({ ...EMPTY, floor: floorOf(number, stream) })
    })

    it('keeps the time to live of a floor that it raises', async () => {
      await apply(anItem('a', 1))
      await subject.shorten(toEntryKeys(subject.prefix, keyOf('a')).floor, 60_000)

      await apply(anItem('a', 2))

      const { floor, floorMs } = await read('a')
      expect(floor).toBe(floorOf(2))
      expect(floorMs).toBeGreaterThan(0)
      expect(floorMs).toBeLessThanOrEqual(60_000)
    })

    it('takes a floor that was evicted for none', async () => {
      await fill('a')

      expect(await apply(anItem('a', 1))).toEqual([APPLIED])
      expect(await read('a')).toMatchObject(EMPTY)
    })

    it('takes value and lease of a list away, always, and keeps no floor', async () => {
      for (let time = 0; time < 2; time += 1) {
        await fill('a')

        expect(await apply(aList('a'))).toEqual([APPLIED])
        expect(await read('a')).toMatchObject({ ...EMPTY, floor: null })
      }
    })

    it('closes a list for a while to those that would fill it', async () => {
      await fill('a')

      expect(await apply(aList('a', 60_000))).toEqual([APPLIED])
      const { value, lease, leaseMs } = await read('a')
      expect({ value, lease }).toEqual({ value: null, lease: 'closed' })
      expect(leaseMs).toBeGreaterThan(30_000)
      expect(leaseMs).toBeLessThanOrEqual(60_000)
    })

    it('answers each of many, items and lists mixed, in their order', async () => {
      const places = Array.from({ length: 1_203 }, (_, place) => place)
      await apply(
        ...places.filter((place) => place % 5 === 0).map((place) => anItem(`${place}`, 9)),
      )

      const outcomes = await apply(
        ...places.map((place) => (place % 3 === 0 ? aList(`${place}`) : anItem(`${place}`, 5))),
      )

      expect(outcomes).toEqual(
        places.map((place) => (place % 3 !== 0 && place % 5 === 0 ? STALE : APPLIED)),
      )
    })

    it('lets one odd key among 500 harm no other', async () => {
      const ids = Array.from({ length: 500 }, (_, place) => `${place}`)
      for (const id of ['0', '250']) {
        for (const odd of Object.values(toEntryKeys(subject.prefix, keyOf(id)))) {
          await subject.setOdd(odd)
        }
      }
      await subject.set(toEntryKeys(subject.prefix, keyOf('7')).floor, 'x')
      await fill('499')

      const outcomes = await apply(...ids.map((id) => anItem(id, 5)))

      expect(outcomes).toEqual(ids.map(() => APPLIED))
      for (const id of ['0', '7', '250', '499']) {
        expect(await read(id)).toMatchObject({ ...EMPTY, floor: floorOf(5) })
      }
    })

    it('takes ids of any text', async () => {
      const ids = ['', '}', '{', '{}', 'a}b', 'Łódź 😀', '\r\n$5', ' ']
      for (const id of ids) await fill(id)

      expect(await apply(...ids.map((id) => anItem(id, 1)))).toEqual(ids.map(() => APPLIED))
      for (const id of ids) expect(await read(id)).toMatchObject(EMPTY)
    })

    it('takes nothing when it is given nothing', async () => {
      expect(await apply()).toEqual([])
    })

    it('property: a floor is the highest position of those told, in whatever order', async () => {
      const position = fc.record({
        stream: fc.constantFrom(STREAM, LATER_STREAM),
        sequenceNumber: fc.bigInt({ min: 0n, max: 10n ** 40n - 1n }).map(String),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(position, { minLength: 1, maxLength: 6 }), async (told) => {
          run += 1
          const key = keyOf(`run-${run}`)
          let highest: OrderedPosition | undefined

          for (const one of told) {
            const isAbove = highest === undefined || comparePositions(one, highest) > 0
            const [outcome] = await apply({ of: 'item', key, floor: toFloor(one) })
            expect(outcome).toEqual(isAbove ? APPLIED : STALE)
            if (isAbove) highest = one
          }
          expect((await subject.read(key)).floor).toBe(highest && toFloor(highest))
        }),
        { numRuns: 50 },
      )
    })
  })
}
