import { APPLIED, type Outcome, STALE, toRetryable } from '../../shared/batch/outcome.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'
import type { DocumentWrite, SearchIndex } from '../../shared/search/search-index.ts'

export type StoredDocument = Pick<DocumentWrite, 'version' | 'source'>

/**
 * A search index in memory, for tests: the same contract as the real one. `refuse` stands for the
 * mapping, `fail` for an engine in trouble.
 */
export class MemorySearchIndex implements SearchIndex {
  readonly documents = new Map<string, Map<string, StoredDocument>>()
  /** What each call of `write` was given. */
  readonly requests: (readonly DocumentWrite[])[] = []
  contractReads = 0
  refuse: (write: DocumentWrite) => boolean = () => false
  fail: (write: DocumentWrite) => Outcome | null = () => null
  readonly #contracts = new Map<string, IndexContract>()

  /** Makes an index, or changes what it says of itself. */
  setContract(index: string, contract: IndexContract): void {
    this.#contracts.set(index, contract)
    if (!this.documents.has(index)) this.documents.set(index, new Map())
  }

  async readContract(index: string): Promise<IndexContract | null> {
    this.contractReads += 1
    return this.#contracts.get(index) ?? null
  }

  async write(writes: readonly DocumentWrite[]): Promise<readonly Outcome[]> {
    this.requests.push(writes)
    return writes.map((write) => this.#writeOne(write))
  }

  #writeOne(write: DocumentWrite): Outcome {
    const documents = this.documents.get(write.index)
    if (documents === undefined) return toRetryable('index.missing')
    const failure = this.fail(write)
    if (failure !== null) return failure
    if (this.refuse(write)) {
      return { kind: 'poison', code: 'document.mapping_refused', message: 'refused' }
    }
    const stored = documents.get(write.id)
    if (stored !== undefined && stored.version >= write.version) return STALE
    documents.set(write.id, { version: write.version, source: write.source })
    return APPLIED
  }
}
