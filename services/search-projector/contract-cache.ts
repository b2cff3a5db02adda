import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { StreamName } from '../../shared/change-event/parse-stream-arn.ts'
import { RetryableError } from '../../shared/errors/pipeline-error.ts'
import { generationOf, type IndexContract } from '../../shared/search/index-contract.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import type { Clock } from '../../shared/time/clock.ts'

/** The generation of a change by its index's contract, or the outcome of one that must wait. */
export type Admission =
  | { readonly generation: number; readonly contract: IndexContract }
  | { readonly outcome: Outcome }

export interface ContractCache {
  /**
   * Says whether changes of these streams may be written to an index, in their order. It never
   * rejects: an index that cannot be asked is every change's `retryable`.
   */
  admit(index: string, positions: readonly StreamName[]): Promise<readonly Admission[]>
}

/**
 * How long a contract is kept. The list of one index only grows at its end, so a generation stays
 * right; but an index that was made anew has another list, and while one function goes by the old
 * list and another by the new, a newer image can lose. This is how long that can last, and it is
 * still one small request per index in five seconds.
 */
export const CONTRACT_AGE_MS_MAX = 5_000

interface HeldContract {
  readonly contract: IndexContract | null
  readonly readAtMs: number
}

/**
 * The gate before the index. A change of a stream that the index does not know could carry a higher
 * number than all newer ones and win for ever, so it waits (`lineage.unknown`) until a deploy lists
 * its stream; so does every change of an index whose versions are of another codec.
 *
 * Contracts are kept between batches for a short time. One that is too old is read again, and so is
 * one that holds changes back, since a deploy may have extended it: at most once a call.
 */
export function createContractCache(
  searchIndex: SearchIndex,
  codec: string,
  clock: Clock,
): ContractCache {
  const contracts = new Map<string, HeldContract>()

  const read = async (index: string): Promise<IndexContract | null> => {
    const readAtMs = clock()
    const contract = await searchIndex.readContract(index)
    contracts.set(index, { contract, readAtMs })
    return contract
  }

  const findYoung = (index: string): IndexContract | null => {
    const held = contracts.get(index)
    if (held === undefined || clock() - held.readAtMs >= CONTRACT_AGE_MS_MAX) return null
    return held.contract
  }

  return {
    admit: async (index, positions) => {
      try {
        const cached = findYoung(index)
        const admissions = positions.map((position) => admitOne(cached, codec, position))
        const isEnough = cached !== null && admissions.every((one) => 'generation' in one)
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
  return generation === null
    ? { outcome: toRetryable('lineage.unknown') }
    : { generation, contract }
}
