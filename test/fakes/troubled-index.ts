import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'

/** What goes wrong with a request: nothing, or it is not done, or it is done and the answer is lost. */
export type Trouble = 'none' | 'refused' | 'answer-lost'

export interface TroubledIndexOptions {
  readonly nextTrouble: () => Trouble
  /** Settles when a request arrives, and again when its answer does: others come between. */
  readonly turn: () => Promise<unknown>
}

const UNAVAILABLE: Outcome = toRetryable('index.unavailable')

/** A search index on the other side of a network that is slow and now and then fails. */
export function createTroubledIndex(
  index: SearchIndex,
  { nextTrouble, turn }: TroubledIndexOptions,
): SearchIndex {
  const request = async <Given, Answer>(
    given: readonly Given[],
    send: (given: readonly Given[]) => Promise<readonly Answer[]>,
  ): Promise<readonly (Answer | Outcome)[]> => {
    await turn()
    const trouble = nextTrouble()
    const answers = trouble === 'refused' ? [] : await send(given)
    await turn()
    return trouble === 'none' ? answers : given.map(() => UNAVAILABLE)
  }
  return {
    readContract: (name) => index.readContract(name),
    write: (writes) => request(writes, (given) => index.write(given)),
    readStates: (places) => request(places, (given) => index.readStates(given)),
  }
}
