import { describe, expect, it } from 'vitest'
import type { LetterLine } from '../../shared/redrive/describe-letter.ts'
import type { Evidence, Holding, Mention, TracedChange } from './evidence.ts'
import { toHops } from './to-hops.ts'

const STREAM = '2026-11-01T00:00:00.000'
const CHANGE: TracedChange = {
  ...{ eventID: 'e-1', id: 'CUSTOMER#c-17|ORDER#o-204', entity: 'order', op: 'modify' },
  time: '2026-11-21T07:26:36.000Z',
  position: { stream: STREAM, sequenceNumber: '000000000000000000007' },
}

/** Lines a second apart: `service outcome code`. */
function mentions(...lines: readonly string[]): readonly Mention[] {
  return lines.map((line, place) => {
    const [service = '', outcome = '', code] = line.split(' ')
    return { eventID: 'e-1', at: timeAt(place), service, outcome, code }
  })
}

function timeAt(second: number): string {
  return new Date(Date.parse('2026-11-21T07:26:40Z') + second * 1_000).toISOString()
}

function letter(queue: string, code: string | null, kind = 'function'): LetterLine {
  return {
    ...{ queue, kind, code, id: CHANGE.id, op: 'modify', position: null, eventID: 'e-1' },
    ...{ sinceMs: Date.parse('2026-11-21T07:26:36Z'), received: 1, letter: 'letter-1' },
  }
}

const holding = (holds: 'this' | 'older' | 'newer', number: string): Holding => ({
  holds,
  position: { stream: STREAM, sequenceNumber: number.padStart(40, '0') },
})

const ON_BUS = ['pipe read', 'enrichment enriched', 'bus accepted']

function hopsOf(evidence: Partial<Evidence>) {
  const hops = toHops(CHANGE, { mentions: [], letters: [], stopped: new Set(), ...evidence })
  return Object.fromEntries(hops.map(({ hop, ...rest }) => [hop, rest]))
}

describe('toHops', () => {
  it('shows the whole way with times, and what each sink holds now', () => {
    const hops = hopsOf({
      mentions: mentions(
        ...ON_BUS,
        'search-projector applied',
        'lake-writer applied',
        'cache-invalidator applied',
      ),
      index: holding('newer', '9'),
      lake: [{ eventID: 'e-1', object: 'lake/order/dt=2026-11-21/a.gz' }],
      floor: holding('this', '7'),
    })

    expect(hops).toEqual({
      table: { state: 'modify', at: CHANGE.time, says: `number 7 of stream ${STREAM}` },
      pipe: { state: 'read', at: timeAt(0), says: 'read' },
      enrichment: { state: 'enriched', at: timeAt(1), says: 'enriched' },
      bus: { state: 'accepted', at: timeAt(2), says: 'accepted' },
      search: {
        ...{ state: 'applied', at: timeAt(3) },
        says: 'applied; the index holds a newer one, number 9',
      },
      lake: {
        ...{ state: 'applied', at: timeAt(4) },
        objects: ['lake/order/dt=2026-11-21/a.gz'],
        says: 'applied; 1 line in lake/order/dt=2026-11-21/',
      },
      cache: { state: 'applied', at: timeAt(5), says: 'applied; the floor is at it' },
    })
  })

  it('says where it waits, how often it came back, and for what', () => {
    const { search, lake, cache } = hopsOf({
      mentions: mentions(
        ...ON_BUS,
        'LakeRule delivered',
        'CacheRule undelivered',
        'search-projector retryable index.timeout',
        'search-projector retryable index.unavailable',
        'search-projector unknown internal.unclassified',
      ),
      stopped: new Set(['lake']),
      index: holding('older', '3'),
      lake: [],
    })

    expect(search).toEqual({
      ...{ state: 'waiting', at: timeAt(7), code: 'internal.unclassified', retries: 3 },
      says: 'waits in SearchQueue, came back 3 times (index.timeout, index.unavailable, internal.unclassified); it is tried again; the index holds an older one, number 3',
    })
    expect(lake?.says).toBe(
      'waits in LakeQueue: the sink is stopped, npx tailrace start lake; no line of it',
    )
    expect(cache?.says).toBe('not in CacheQueue: CacheRule could not deliver it, and tries again')
  })

  it('counts the first time that it was done, and tells of those before and after', () => {
    const { search, cache } = hopsOf({
      mentions: mentions(
        ...ON_BUS,
        'search-projector retryable index.throttled',
        'search-projector applied',
        'search-projector duplicate',
        'cache-invalidator stale',
      ),
    })

    expect(search).toEqual({
      ...{ state: 'applied', at: timeAt(4), retries: 1 },
      says: 'applied; it had come back once (index.throttled); it was delivered 2 times',
    })
    expect(cache?.says).toBe('stale: it or something newer of its item was there already')
  })

  it('names the DLQ with the code, and the way back', () => {
    const { search, lake, cache } = hopsOf({
      mentions: mentions(
        ...ON_BUS,
        'search-projector poison document.refused',
        'LakeRule dead-lettered NO_PERMISSIONS',
        'cache-invalidator poison event.schema_invalid',
      ),
      letters: [letter('search', 'document.refused'), letter('lake', 'NO_PERMISSIONS', 'rule')],
    })

    expect(search?.says).toBe('in SearchDlq: document.refused; npx tailrace redrive search')
    expect(lake).toMatchObject({ state: 'dead-lettered', at: timeAt(4), code: 'NO_PERMISSIONS' })
    expect(cache?.says).toBe('poison, event.schema_invalid; no letter of it was found in CacheDlq')
  })

  it('is done where a redrive has brought it', () => {
    const { search } = hopsOf({
      mentions: mentions(...ON_BUS, 'search-projector poison a.b', 'search-projector applied'),
      letters: [letter('search', 'a.b')],
    })

    expect(search).toMatchObject({ state: 'applied', says: 'applied' })
  })

  it('follows a parked change to the sinks that take its announcement', () => {
    const hops = hopsOf({
      mentions: mentions(
        'pipe read',
        'enrichment parked image.schema_invalid',
        'bus accepted',
        'lake-writer applied',
      ),
      letters: [letter('parked', 'image.schema_invalid', 'parked')],
    })

    expect(hops.enrichment).toEqual({
      ...{ state: 'parked', at: timeAt(1), code: 'image.schema_invalid' },
      says: 'parked, image.schema_invalid: in ParkedBucket; npx tailrace dlq show e-1',
    })
    expect(hops.search?.says).toBe('left out: the index takes no parked change')
    expect(Object.keys(hops)).toEqual(['table', 'pipe', 'enrichment', 'bus', 'search', 'lake'])
  })

  it.each([
    ['pipe filtered', 'pipe', 'left out by its filter: no sink gets it'],
    ['enrichment ignored', 'enrichment', 'left out: of no declared entity'],
  ])('ends at "%s"', (line, hop, says) => {
    const hops = hopsOf({ mentions: mentions('pipe read', line) })

    expect(hops[hop]?.says).toContain(says)
    expect(Object.keys(hops).at(-1)).toBe(hop)
  })

  it('says that the Pipe is stopped, or has given it up', () => {
    expect(hopsOf({ stopped: new Set(['pipe']) }).pipe?.says).toBe(
      'not read yet: the Pipe is stopped, npx tailrace start pipe',
    )
    const { pipe } = hopsOf({
      mentions: mentions('pipe read'),
      letters: [letter('pipe', 'RetryAttemptsExhausted', 'pipe position')],
    })
    expect(pipe).toEqual({
      ...{ state: 'dead-lettered', at: timeAt(0), code: 'RetryAttemptsExhausted' },
      says: 'given up (RetryAttemptsExhausted): its position is in PipeDlq; npx tailrace redrive pipe',
    })
  })

  it('says that the enrichment has not answered, and tells the first of several times', () => {
    expect(hopsOf({ mentions: mentions('pipe read') }).enrichment).toMatchObject({
      ...{ state: 'not done', at: null },
    })
    const { enrichment } = hopsOf({
      mentions: mentions(...ON_BUS, 'enrichment enriched'),
    })
    expect(enrichment).toMatchObject({
      ...{ at: timeAt(1), says: 'enriched, 2 times: the Pipe brought it again' },
    })
  })

  it('says that an enriched change is not on the bus', () => {
    const { bus } = hopsOf({ mentions: mentions('pipe read', 'enrichment enriched') })

    expect(bus).toMatchObject({ state: 'not accepted', at: null })
  })
})
