import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { StreamName } from '../../shared/change-event/parse-stream-arn.ts'
import { RetryableError } from '../../shared/errors/pipeline-error.ts'
import { generationOf, type IndexContract } from '../../shared/search/index-contract.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'

/** The generation of a change, or the outcome of one that must wait. */
export type Admission = { readonly generation: number } | { readonly outcome: Outcome }

export interface ContractCache {
  /**
   * Says whether changes of these streams may be written to an index, in their order. It never
   * rejects: an index that cannot be asked is every change's `retryable`.
   */
  admit(index: string, positions: readonly StreamName[]): Promise<readonly Admission[]>
}

/**
 * The gate before the index. A change of a stream that the index does not know could carry a higher
 * number than all newer ones and win for ever, so it waits (`lineage.unknown`) until a deploy lists
 * its stream; so does every change of an index whose versions are of another codec.
 *
 * Contracts are kept between batches. One that holds changes back is read again, at most once a
 * call, since a deploy may have extended it. A list of lineages only ever grows at its end, so a
 * generation that was read stays right.
 */
export function createContractCache(searchIndex: SearchIndex, codec: string): ContractCache {
  const contracts = new Map<string, IndexContract | null>()

  const read = async (index: string): Promise<IndexContract | null> => {
    const contract = await searchIndex.readContract(index)
    contracts.set(index, contract)
    return contract
  }

  return {
    admit: async (index, positions) => {
      try {
        const cached = contracts.get(index)
        const admissions = positions.map((position) => admitOne(cached ?? null, codec, position))
        const isEnough = cached !== undefined && admissions.every((one) => 'generation' in one)
        if (isEnough) return admissions
        const contract = await read(index)
        return positions.map((position) => admitOne(contract, codec, position))
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error
        return positions.map(() => ({ outcome: toRetryable(error.code) }))
      }
    },
  }
}

function admitOne(contract: IndexContract | null, codec: string, position: StreamName): Admission {
  if (contract === null) return { outcome: toRetryable('index.missing') }
  if (contract.codec !== codec) return { outcome: toRetryable('codec.mismatch') }
  const generation = generationOf(contract, position)
  return generation === null ? { outcome: toRetryable('lineage.unknown') } : { generation }
}
