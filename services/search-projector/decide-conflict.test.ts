import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { padSequenceNumber, toExternalVersion } from '../../shared/ordering/index.ts'
import type { FoundDocument } from '../../shared/search/search-index.ts'
import { LATER_STREAM, STREAM, TABLE } from '../../test/builders/change-event.ts'
import { decideConflict } from './decide-conflict.ts'

const LINEAGES = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
const STATE = { seqNo: 7n, primaryTerm: 2 }

/** Counter and storage node's number of a change, and the generation of its stream. */
interface Place {
  readonly generation?: number
  readonly counter: bigint
  readonly low?: bigint
}

const numberOf = ({ counter, low = 5n }: Place) => String(counter * 10n ** 20n + low)
const versionOf = (place: Place) =>
  toExternalVersion(numberOf(place), { generation: place.generation ?? 0 })

const aChange = (place: Place) => ({
  generation: place.generation ?? 0,
  version: versionOf(place),
  contract: { codec: 'aws-20-10-1', lineages: LINEAGES },
  sequenceNumber: numberOf(place),
})

/** What the index holds after a change was written, and then others over it in as many ties. */
const aDocument = (place: Place, ties = 0n): FoundDocument => ({
  kind: 'found',
  ...STATE,
  version: versionOf(place) + ties,
  position: {
    table: TABLE,
    stream: LINEAGES[place.generation ?? 0]?.stream ?? '',
    seq: padSequenceNumber(numberOf(place)),
  },
})

const CONFLICT = { kind: 'conflict', storedVersion: null } as const
const stale = { outcome: { kind: 'stale' } }
const duplicate = { outcome: { kind: 'duplicate' } }
const waits = (code: string) => ({ outcome: { kind: 'retryable', code } })
const overState = { overState: STATE }

describe('decideConflict', () => {
  const two = { counter: 2n }

  it.each<[string, Place, FoundDocument, object]>([
    ['a newer one', two, aDocument({ counter: 3n }), stale],
    ['one with a longer number', { counter: 9n }, aDocument({ counter: 10n }), stale],
    ['one of a later lineage', two, aDocument({ generation: 1, counter: 1n }), stale],
    ['a newer one of the same counter', two, aDocument({ counter: 2n, low: 6n }), stale],
    ['this very one', two, aDocument(two), duplicate],
    ['this very one, written as a tie', two, aDocument(two, 3n), duplicate],
    ['an older one of the same counter', two, aDocument({ counter: 2n, low: 4n }), overState],
    ['the older of many ties', two, aDocument({ counter: 2n, low: 4n }, 1022n), overState],
    [
      'an older one after all ties that a counter has room for',
      two,
      aDocument({ counter: 2n, low: 4n }, 1023n),
      waits('order.ties_exhausted'),
    ],
    [
      'an older one whose version is of a higher counter',
      { counter: 3n },
      aDocument({ counter: 2n }, 2048n),
      waits('order.violated'),
    ],
    [
      'one of an earlier lineage whose version is of this one',
      { generation: 1, counter: 1n },
      { ...aDocument({ counter: 900n }), version: versionOf({ generation: 1, counter: 2n }) },
      waits('order.violated'),
    ],
    ['an older one by now', { counter: 3n }, aDocument({ counter: 2n }), { again: true }],
  ])('sees that the index holds %s', (_, change, stored, decision) => {
    expect(decideConflict(aChange(change), stored, CONFLICT)).toEqual(decision)
  })

  it('lets a snapshot lose to any change, and be a duplicate of another snapshot', () => {
    const snapshot = { ...aChange(two), version: 1n, sequenceNumber: '0' }
    const stored = aDocument({ counter: 1n })
    const storedSnapshot = {
      ...stored,
      version: 1n,
      position: { table: TABLE, stream: STREAM, seq: padSequenceNumber('0') },
    }

    expect(decideConflict(snapshot, stored, CONFLICT)).toEqual(stale)
    expect(decideConflict(snapshot, storedSnapshot, CONFLICT)).toEqual(duplicate)
  })

  it('refuses to write over a document that another wrote', () => {
    const foreign = { ...aDocument(two), position: null }

    expect(decideConflict(aChange(two), foreign, CONFLICT)).toMatchObject({
      outcome: { kind: 'poison', code: 'document.foreign' },
    })
  })

  it('waits when it does not know the lineage of the stored change', () => {
    const position = { table: 'another', stream: STREAM, seq: padSequenceNumber('1') }

    expect(decideConflict(aChange(two), { ...aDocument(two), position }, CONFLICT)).toEqual(
      waits('lineage.stored_unknown'),
    )
  })

  describe('of a document that is gone', () => {
    it.each<[string, bigint | null, object]>([
      ['was of a higher counter', versionOf({ counter: 3n }), stale],
      ['was of the same counter', versionOf({ counter: 2n, low: 9n }), waits('document.gone')],
      ['is not known', null, waits('document.gone')],
      ['was lower, which is no conflict', 1n, waits('document.gone')],
    ])('its version %s', (_, storedVersion, decision) => {
      const conflict = { kind: 'conflict', storedVersion } as const

      expect(decideConflict(aChange(two), { kind: 'missing' }, conflict)).toEqual(decision)
    })
  })

  const aPlace = fc.record({
    generation: fc.constantFrom(0, 1),
    counter: fc.oneof(fc.bigInt(1n, 3n), fc.bigInt(1n, 2n ** 43n - 1n)),
    low: fc.oneof(fc.bigInt(0n, 3n), fc.bigInt(0n, 10n ** 20n - 1n)),
  })
  const orderOf = ({ generation, counter, low }: Required<Place>) =>
    BigInt(generation) * 10n ** 40n + counter * 10n ** 20n + low

  it('property: only a newer change is written, and none that is newer is called stale', () => {
    fc.assert(
      fc.property(aPlace, aPlace, fc.bigInt(0n, 1022n), (ours, theirs, ties) => {
        const decision = decideConflict(aChange(ours), aDocument(theirs, ties), CONFLICT)

        const isNewer = orderOf(ours) > orderOf(theirs)
        expect('overState' in decision || 'again' in decision).toBe(isNewer)
        if (orderOf(ours) === orderOf(theirs)) expect(decision).toEqual(duplicate)
      }),
      { numRuns: 2_000 },
    )
  })

  it('property: it decides about anything that an index can hold', () => {
    const anything = fc.record({
      kind: fc.constant('found' as const),
      version: fc.bigInt(0n, 2n ** 63n - 1n),
      seqNo: fc.bigInt(0n, 9n),
      primaryTerm: fc.nat(),
      position: fc.option(
        fc.record({
          table: fc.constantFrom(TABLE, 'another'),
          stream: fc.constantFrom(STREAM, LATER_STREAM, 'another'),
          seq: fc.bigInt(0n, 10n ** 40n - 1n).map((number) => padSequenceNumber(String(number))),
        }),
      ),
    })
    fc.assert(
      fc.property(aPlace, anything, fc.option(fc.bigInt()), (ours, stored, storedVersion) => {
        const conflict = { kind: 'conflict', storedVersion } as const

        expect(Object.keys(decideConflict(aChange(ours), stored, conflict))).toHaveLength(1)
      }),
    )
  })
})
