import { APPLIED, type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { IndexContract } from '../../shared/search/index-contract.ts'
import type {
  Conflict,
  DocumentPlace,
  DocumentWrite,
  FoundDocument,
  MissingDocument,
  SearchIndex,
  VersionedWrite,
} from '../../shared/search/search-index.ts'
import { toStoredPosition } from '../../shared/search/stored-position.ts'

export interface StoredDocument extends Pick<VersionedWrite, 'version' | 'source'> {
  readonly seqNo: bigint
}

const PRIMARY_TERM = 1
const VERSION_MAX = 2n ** 63n - 1n

/**
 * A search index in memory, for tests: the same contract as the real one. `refuse` stands for the
 * mapping, `fail` for an engine in trouble.
 */
export class MemorySearchIndex implements SearchIndex {
  readonly documents = new Map<string, Map<string, StoredDocument>>()
  /** What each call of `write` was given. */
  readonly requests: (readonly DocumentWrite[])[] = []
  /** What each call of `readStates` was given. */
  readonly reads: (readonly DocumentPlace[])[] = []
  contractReads = 0
  refuse: (write: DocumentWrite) => boolean = () => false
  fail: (write: DocumentWrite) => Outcome | null = () => null
  failRead: (place: DocumentPlace) => Outcome | null = () => null
  readonly #contracts = new Map<string, IndexContract>()
  #operations = 0n

  /** Makes an index, or changes what it says of itself. */
  setContract(index: string, contract: IndexContract): void {
    this.#contracts.set(index, contract)
    if (!this.documents.has(index)) this.documents.set(index, new Map())
  }

  async readContract(index: string): Promise<IndexContract | null> {
    this.contractReads += 1
    return this.#contracts.get(index) ?? null
  }

  async write(writes: readonly DocumentWrite[]): Promise<readonly (Outcome | Conflict)[]> {
    this.requests.push(writes)
    return writes.map((write) => this.#writeOne(write))
  }

  async readStates(
    places: readonly DocumentPlace[],
  ): Promise<readonly (FoundDocument | MissingDocument | Outcome)[]> {
    this.reads.push(places)
    return places.map((place) => this.#readOne(place))
  }

  #writeOne(write: DocumentWrite): Outcome | Conflict {
    const documents = this.documents.get(write.index)
    if (documents === undefined) return toRetryable('index.missing')
    const failure = this.fail(write)
    if (failure !== null) return failure
    if ('version' in write && write.version > VERSION_MAX) {
      return { kind: 'poison', code: 'document.refused', message: 'refused' }
    }
    if (this.refuse(write)) {
      return { kind: 'poison', code: 'document.mapping_refused', message: 'refused' }
    }
    const version = nextVersion(write, documents.get(write.id))
    if (typeof version === 'object') return version
    this.#operations += 1n
    documents.set(write.id, { version, source: write.source, seqNo: this.#operations })
    return APPLIED
  }

  #readOne(place: DocumentPlace): FoundDocument | MissingDocument | Outcome {
    const documents = this.documents.get(place.index)
    if (documents === undefined) return toRetryable('index.missing')
    const failure = this.failRead(place)
    if (failure !== null) return failure
    const stored = documents.get(place.id)
    if (stored === undefined) return { kind: 'missing' }
    const { version, seqNo, source } = stored
    const position = toStoredPosition(source)
    return { kind: 'found', version, seqNo, primaryTerm: PRIMARY_TERM, position }
  }
}

/** The version that a write leaves, or the conflict that it meets. */
function nextVersion(write: DocumentWrite, stored: StoredDocument | undefined): bigint | Conflict {
  if ('version' in write) {
    const isTaken = stored === undefined || write.version > stored.version
    return isTaken ? write.version : { kind: 'conflict', storedVersion: stored.version }
  }
  const isUnchanged =
    stored?.seqNo === write.ifState.seqNo && write.ifState.primaryTerm === PRIMARY_TERM
  return isUnchanged ? stored.version + 1n : { kind: 'conflict', storedVersion: null }
}
