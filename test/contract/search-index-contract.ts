import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../shared/change-event/change-event.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'
import type { DocumentState, DocumentWrite, SearchIndex } from '../../shared/search/search-index.ts'
import { STREAM, TABLE } from '../builders/change-event.ts'

export interface SearchIndexUnderTest {
  readonly searchIndex: SearchIndex
  /** An index that is there and empty; its field `total` takes numbers only. */
  readonly index: string
  readonly contract: IndexContract
  /** What is stored, with the version's digits as they are; null when nothing is. */
  read(id: string): Promise<{ version: string; source: unknown } | null>
}

const A_POSITION = { table: TABLE, stream: STREAM, seq: '2'.padEnd(21, '0').padStart(40, '0') }

/** What every search index does, the one in memory and the real one. */
export function describeSearchIndexContract(
  name: string,
  make: () => Promise<SearchIndexUnderTest>,
): void {
  describe(`${name} as a search index`, () => {
    let subject: SearchIndexUnderTest
    beforeAll(async () => {
      subject = await make()
    })

    const aWrite = (
      id: string,
      version: bigint,
      source: Readonly<Record<string, Json>> = { total: Number(version % 100n) },
    ): DocumentWrite => ({ index: subject.index, id, version, source })
    const read = async (id: string) => {
      const [state] = await subject.searchIndex.readStates([{ index: subject.index, id }])
      if (state?.kind !== 'found') throw new Error(`There is no ${id}.`)
      return { ...state, id }
    }
    const over = (
      { id, seqNo, primaryTerm }: DocumentState & { readonly id: string },
      source: Readonly<Record<string, Json>>,
    ): DocumentWrite => ({ index: subject.index, id, source, ifState: { seqNo, primaryTerm } })
    const write = (...writes: DocumentWrite[]) => subject.searchIndex.write(writes)

    it('takes a document that is not there, and one with a greater version', async () => {
      const first = await write(aWrite('a', 1024n, { total: 1 }))
      const second = await write(aWrite('a', 2048n, { total: 2 }))

      expect([first, second]).toEqual([[{ kind: 'applied' }], [{ kind: 'applied' }]])
      expect(await subject.read('a')).toEqual({ version: '2048', source: { total: 2 } })
    })

    it('is in conflict with a lower and with an equal version, and changes nothing', async () => {
      await write(aWrite('b', 2048n, { total: 2 }))

      const lower = await write(aWrite('b', 1024n, { total: 1 }))
      const equal = await write(aWrite('b', 2048n, { total: 3 }))

      const conflict = { kind: 'conflict', storedVersion: 2048n }
      expect([lower, equal]).toEqual([[conflict], [conflict]])
      expect(await subject.read('b')).toEqual({ version: '2048', source: { total: 2 } })
    })

    it('tells versions apart that are one number to a double', async () => {
      const version = 3n * 2n ** 53n + 1024n

      const outcomes = [
        await write(aWrite('c', version)),
        await write(aWrite('c', version + 1n)),
        await write(aWrite('c', version)),
      ]

      expect(outcomes.flat().map(({ kind }) => kind)).toEqual(['applied', 'applied', 'conflict'])
      expect((await subject.read('c'))?.version).toBe(String(version + 1n))
    })

    it('keeps every digit of the greatest version', async () => {
      await write(aWrite('d', 2n ** 63n - 1n))

      expect((await subject.read('d'))?.version).toBe('9223372036854775807')
    })

    it('refuses a version beyond 63 bits and takes the neighbours', async () => {
      const outcomes = await write(aWrite('d1', 1024n), aWrite('d2', 2n ** 63n))

      expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'poison'])
      expect(await subject.read('d2')).toBeNull()
    })

    it('refuses a document that does not fit the mapping and takes its neighbours', async () => {
      const outcomes = await write(
        aWrite('e1', 1024n),
        aWrite('e2', 1024n, { total: 'a private value' }),
        aWrite('e3', 1024n),
      )

      expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'poison', 'applied'])
      expect(outcomes[1]).toMatchObject({ code: 'document.mapping_refused' })
      expect(JSON.stringify(outcomes)).not.toContain('private')
      expect(await subject.read('e2')).toBeNull()
    })

    it('makes no index for a document whose alias is missing', async () => {
      const outcomes = await write(
        { ...aWrite('f', 1024n), index: `${subject.index}-none` },
        aWrite('f', 1024n),
      )

      expect(outcomes).toEqual([{ kind: 'retryable', code: 'index.missing' }, { kind: 'applied' }])
    })

    it('answers nothing to nothing', async () => {
      expect(await write()).toEqual([])
      expect(await subject.searchIndex.readStates([])).toEqual([])
    })

    describe('a write over a state that was read', () => {
      it('is taken while nothing else was, and the version grows by 1', async () => {
        await write(aWrite('g', 2n ** 53n + 1024n, { total: 1 }))

        const outcomes = await write(over(await read('g'), { total: 2 }))

        expect(outcomes).toEqual([{ kind: 'applied' }])
        expect(await subject.read('g')).toEqual({
          version: String(2n ** 53n + 1025n),
          source: { total: 2 },
        })
      })

      it('is in conflict when another came first, and changes nothing', async () => {
        await write(aWrite('h', 1024n))
        const state = await read('h')
        await write(over(state, { total: 1 }))

        const outcomes = await write(over(state, { total: 2 }), aWrite('h2', 1024n))

        expect(outcomes).toEqual([{ kind: 'conflict', storedVersion: null }, { kind: 'applied' }])
        expect(await subject.read('h')).toEqual({ version: '1025', source: { total: 1 } })
      })

      it('makes no document that is not there', async () => {
        const outcomes = await write(over({ id: 'i', seqNo: 0n, primaryTerm: 1 }, { total: 1 }))

        expect(outcomes).toEqual([{ kind: 'conflict', storedVersion: null }])
        expect(await subject.read('i')).toBeNull()
      })
    })

    it('reads the state of what was just written, with every digit of its version', async () => {
      const version = 1023n * 2n ** 53n + 1025n
      await write(aWrite('j', version, { _cdc: A_POSITION, total: 1 }), aWrite('k', 1024n))

      const [ours, others, none] = await subject.searchIndex.readStates(
        ['j', 'k', '"_version":1'].map((id) => ({ index: subject.index, id })),
      )

      expect(ours).toMatchObject({ kind: 'found', version, position: A_POSITION })
      expect(others).toMatchObject({ kind: 'found', version: 1024n, position: null })
      expect(none).toEqual({ kind: 'missing' })
    })

    it('reads the states of an index whose alias is missing no better than it writes to it', async () => {
      await write(aWrite('l', 1024n))

      const states = await subject.searchIndex.readStates([
        { index: `${subject.index}-none`, id: 'l' },
        { index: subject.index, id: 'l' },
      ])

      expect(states).toMatchObject([
        { kind: 'retryable', code: 'index.missing' },
        { kind: 'found', version: 1024n },
      ])
    })

    it('tells the contract of an index', async () => {
      expect(await subject.searchIndex.readContract(subject.index)).toEqual(subject.contract)
    })

    it('tells no contract of an index that is not there', async () => {
      expect(await subject.searchIndex.readContract(`${subject.index}-none`)).toBeNull()
    })
  })
}
