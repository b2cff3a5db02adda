import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../shared/change-event/change-event.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'
import type { DocumentWrite, SearchIndex } from '../../shared/search/search-index.ts'

export interface SearchIndexUnderTest {
  readonly searchIndex: SearchIndex
  /** An index that is there and empty; its field `total` takes numbers only. */
  readonly index: string
  readonly contract: IndexContract
  /** What is stored, with the version's digits as they are; null when nothing is. */
  read(id: string): Promise<{ version: string; source: unknown } | null>
}

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
    const write = (...writes: DocumentWrite[]) => subject.searchIndex.write(writes)

    it('takes a document that is not there, and one with a greater version', async () => {
      const first = await write(aWrite('a', 1024n, { total: 1 }))
      const second = await write(aWrite('a', 2048n, { total: 2 }))

      expect([first, second]).toEqual([[{ kind: 'applied' }], [{ kind: 'applied' }]])
      expect(await subject.read('a')).toEqual({ version: '2048', source: { total: 2 } })
    })

    it('answers stale to a lower and to an equal version, and changes nothing', async () => {
      await write(aWrite('b', 2048n, { total: 2 }))

      const lower = await write(aWrite('b', 1024n, { total: 1 }))
      const equal = await write(aWrite('b', 2048n, { total: 3 }))

      expect([lower, equal]).toEqual([[{ kind: 'stale' }], [{ kind: 'stale' }]])
      expect(await subject.read('b')).toEqual({ version: '2048', source: { total: 2 } })
    })

    it('tells versions apart that are one number to a double', async () => {
      const version = 3n * 2n ** 53n + 1024n

      const outcomes = [
        await write(aWrite('c', version)),
        await write(aWrite('c', version + 1n)),
        await write(aWrite('c', version)),
      ]

      expect(outcomes.flat().map(({ kind }) => kind)).toEqual(['applied', 'applied', 'stale'])
      expect((await subject.read('c'))?.version).toBe(String(version + 1n))
    })

    it('keeps every digit of the greatest version', async () => {
      await write(aWrite('d', 2n ** 63n - 1n))

      expect((await subject.read('d'))?.version).toBe('9223372036854775807')
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
    })

    it('tells the contract of an index', async () => {
      expect(await subject.searchIndex.readContract(subject.index)).toEqual(subject.contract)
    })

    it('tells no contract of an index that is not there', async () => {
      expect(await subject.searchIndex.readContract(`${subject.index}-none`)).toBeNull()
    })
  })
}
