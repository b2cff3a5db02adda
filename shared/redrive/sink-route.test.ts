import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import {
  aChangeEvent,
  aMessage,
  aSequence,
  type ChangeWish,
  LATER_STREAM,
  STREAM,
  TABLE,
} from '../../test/builders/change-event.ts'
import { aLetter } from '../../test/builders/letter.ts'
import { MemoryClaims } from '../../test/fakes/memory-claims.ts'
import { MemorySearchIndex } from '../../test/fakes/memory-search-index.ts'
import { toRetryable } from '../batch/outcome.ts'
import { toFloor } from '../cache/floor.ts'
import type { ChangeEvent } from '../change-event/change-event.ts'
import { checkIn } from '../claim-check/claim-check.ts'
import { padSequenceNumber } from '../ordering/index.ts'
import { readEventLetter } from './read-event-letter.ts'
import { createSinkRoute } from './sink-route.ts'
import type { CacheFloors } from './sink-states.ts'
import { SINKS } from './sinks.ts'

const INDEX = order.search.index
/** Changes of the builder are made after it. */
const FORGOTTEN_BEFORE = '2026-11-01T00:00:00Z'
const forgottenBeforeMs = Date.parse(FORGOTTEN_BEFORE)
const OLD = '2026-10-31T23:59:59Z'

function aRoute(name: string, cacheFloors?: CacheFloors) {
  const searchIndex = new MemorySearchIndex()
  const lineages = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
  searchIndex.setContract(INDEX, { codec: 'aws-20-10-1', lineages })
  const claims = new MemoryClaims()
  const sent: string[] = []
  const sink = SINKS.find((one) => one.name === name)
  if (sink === undefined) throw new Error(`no sink ${name}`)
  const route = createSinkRoute({
    sink,
    claims,
    queue: { send: async (body) => void sent.push(body) },
    states: {
      ...{ definitions: [order], layout: 'aws', searchIndex, forgottenBeforeMs },
      ...(cacheFloors && { cacheFloors }),
    },
  })
  const judge = async (event: unknown, attributes = {}) => {
    const letter = aLetter({ body: aMessage(event).body, attributes })
    const [judged] = await route.judge([readEventLetter(letter)])
    if (judged === undefined) throw new Error('no judgement')
    return judged
  }
  return { route, searchIndex, claims, sent, judge }
}

/** The index holds this change of the order. */
async function hold(index: MemorySearchIndex, { position, id }: ChangeEvent, version = 5n) {
  const { table, stream, sequenceNumber } = position
  const _cdc = { table, stream, seq: padSequenceNumber(sequenceNumber) }
  await index.write([{ index: INDEX, id, version, source: { _cdc } }])
}

describe('a dead letter of the search sink', () => {
  it.each<[string, ChangeWish, ChangeWish, string]>([
    ['an older number', { counter: 4 }, { counter: 5 }, 'stale'],
    ['the same number', { counter: 5 }, { counter: 5 }, 'stale'],
    ['a newer number', { counter: 6 }, { counter: 5 }, 'applied'],
    ['more digits', { counter: 10 }, { counter: 9 }, 'applied'],
    ['a later stream', { counter: 1, stream: LATER_STREAM }, { counter: 5 }, 'applied'],
    ['an earlier stream', { counter: 9 }, { counter: 1, stream: LATER_STREAM }, 'stale'],
    ['a snapshot', { op: 'snapshot' }, { counter: 1 }, 'stale'],
  ])('of %s than the index holds', async (_, letter, stored, verdict) => {
    const { judge, searchIndex } = aRoute('search')
    const held = aChangeEvent(stored)
    await hold(searchIndex, held)

    const judged = await judge(aChangeEvent(letter))

    const seq = padSequenceNumber(held.position.sequenceNumber)
    expect(judged).toMatchObject({ verdict, stored: `${held.position.stream}/${seq}` })
  })

  it('is applied where the index holds nothing, and its body goes byte for byte', async () => {
    const { judge, sent } = aRoute('search')

    const judged = await judge(aChangeEvent())
    await judged.send?.()

    expect(judged.verdict).toBe('applied')
    expect(sent).toEqual([judged.read.letter.body])
  })

  it.each<[string, unknown, string]>([
    ['no change event', {}, 'event.schema_invalid'],
    ['a version of tomorrow', { ...aChangeEvent(), version: 2 }, 'event.version_unknown'],
    ['an entity that nobody declares', aChangeEvent({ entity: 'invoice' }), 'entity.unknown'],
    [
      'a stream that is not listed',
      aChangeEvent({ stream: '2025-01-01T00:00:00.000' }),
      'lineage.unknown',
    ],
    [
      'a number of another layout',
      aChangeEvent({ sequenceNumber: '007' }),
      'record.sequence_invalid',
    ],
  ])('with %s stays', async (_, event, code) => {
    const judged = await aRoute('search').judge(event)

    expect(judged).toMatchObject({ verdict: 'poison', code })
    expect(judged.send).toBeUndefined()
  })

  it('that the index refused is tried; one that the function could not place is not', async () => {
    const { judge } = aRoute('search')

    const refused = await judge(aChangeEvent(), { code: 'document.mapping_refused' })
    const placed = await judge(aChangeEvent(), { code: 'entity.unknown' })

    expect(refused).toMatchObject({ verdict: 'tried', code: 'document.mapping_refused' })
    expect(placed.verdict).toBe('applied')
  })

  it('is tried while the index cannot be asked, and stays in an index of another codec', async () => {
    const { judge, searchIndex } = aRoute('search')

    searchIndex.failRead = () => toRetryable('index.unavailable')
    expect(await judge(aChangeEvent())).toMatchObject({
      verdict: 'tried',
      code: 'index.unavailable',
    })
    searchIndex.setContract(INDEX, { codec: 'other', lineages: [] })
    expect(await judge(aChangeEvent())).toMatchObject({ verdict: 'poison', code: 'codec.mismatch' })
  })

  it('stays when its images are lost, and goes when they are there', async () => {
    const { judge, claims } = aRoute('search')
    const { event, claim } = checkIn(aChangeEvent())

    expect(await judge(event)).toMatchObject({ verdict: 'poison', code: 'claim_check.lost' })
    await claims.put(claim)
    expect((await judge(event)).verdict).toBe('applied')
    claims.outcome = toRetryable('claim_check.throttled')
    expect((await judge(event)).verdict).toBe('tried')
  })

  it('whose item may have been removed and forgotten since stays, with the way out', async () => {
    const { judge, searchIndex } = aRoute('search')

    const old = await judge(aChangeEvent({ time: OLD }))
    expect(old).toMatchObject({
      verdict: 'not_redrivable',
      code: 'letter.too_old',
      reason: expect.stringContaining('backfill'),
    })
    expect(old.send).toBeUndefined()
    expect((await judge(aChangeEvent({ time: FORGOTTEN_BEFORE }))).verdict).toBe('applied')

    searchIndex.failRead = () => toRetryable('index.unavailable')
    expect((await judge(aChangeEvent({ time: OLD }))).code).toBe('letter.too_old')
  })

  it('of long ago goes where the index holds its item, and where it is a removal itself', async () => {
    const { judge, searchIndex } = aRoute('search')
    const removal = aChangeEvent({ time: OLD, op: 'remove' })
    expect((await judge(removal)).verdict).toBe('applied')
    await hold(searchIndex, aChangeEvent({ counter: 5 }))

    expect((await judge(aChangeEvent({ time: OLD, counter: 6 }))).verdict).toBe('applied')
    expect((await judge(aChangeEvent({ time: OLD, counter: 4 }))).verdict).toBe('stale')
  })

  it('that announces a parked change changes nothing', async () => {
    expect((await aRoute('search').judge(aChangeEvent({ parked: true }))).verdict).toBe('stale')
  })

  it('is judged in its place among others', async () => {
    const { route, searchIndex } = aRoute('search')
    await hold(searchIndex, aChangeEvent({ id: 'a|1', counter: 5 }))
    const events = [{}, aChangeEvent({ id: 'a|1' }), aChangeEvent({ entity: 'x' }), aChangeEvent()]
    const letters = events.map((event) => readEventLetter(aLetter({ body: aMessage(event).body })))

    const judged = await route.judge(letters)

    expect(judged.map(({ verdict }) => verdict)).toEqual(['poison', 'stale', 'poison', 'applied'])
    expect(judged.map(({ read }) => read)).toEqual(letters)
  })
})

describe('a dead letter of the lake', () => {
  it('is applied once more, whatever is there', async () => {
    expect((await aRoute('lake').judge(aChangeEvent())).verdict).toBe('applied')
    expect((await aRoute('lake').judge('x')).verdict).toBe('poison')
  })
})

describe('a dead letter of the cache', () => {
  const floor = (counter: number, stream = STREAM) =>
    toFloor({ stream, sequenceNumber: aSequence(counter) })

  it.each<[string, string | null, string]>([
    ['no floor', null, 'applied'],
    ['a lower floor', floor(9), 'applied'],
    ['its own floor', floor(10), 'stale'],
    ['a higher floor', floor(11), 'stale'],
    ['the floor of a later stream', floor(1, LATER_STREAM), 'stale'],
  ])('with %s', async (_, stored, verdict) => {
    const asked: string[] = []
    const floors: CacheFloors = {
      read: async (keys) => {
        asked.push(...keys)
        return keys.map(() => stored)
      },
    }

    const judged = await aRoute('cache', floors).judge(aChangeEvent({ counter: 10 }))

    expect(judged.verdict).toBe(verdict)
    expect(asked).toEqual(['order:{CUSTOMER#c-17|ORDER#o-204}'])
  })

  it('is tried where the cache is not asked, and needs no images', async () => {
    const { event } = checkIn(aChangeEvent())

    expect((await aRoute('cache').judge(event)).verdict).toBe('tried')
  })
})

it.each(['search', 'lake', 'cache'])(
  'a dead letter of %s whose entity nobody defines stays: the sink would put it off for days',
  async (name) => {
    const { judge } = aRoute(name)

    const judged = await judge({ ...aChangeEvent(), type: 'invoice.modified', entity: 'invoice' })

    expect(judged).toMatchObject({ verdict: 'poison', code: 'entity.unknown' })
    expect(judged.send).toBeUndefined()
  },
)
