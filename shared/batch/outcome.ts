/**
 * What became of one change at one sink. A sink's core returns outcomes and does not throw for
 * expected trouble; `settleBatch` alone decides what each of them means for the queue.
 */
export type Outcome =
  /** The sink took it. `tied`: over a change that the sink's own versions cannot tell from it. */
  | { readonly kind: 'applied'; readonly tied?: true }
  /** The sink already holds a newer image (where it cannot tell: or this very one). */
  | { readonly kind: 'stale' }
  /** The sink already holds this very change. */
  | { readonly kind: 'duplicate' }
  /** Can never work without a change of code or data. `message` quotes no value of the item. */
  | { readonly kind: 'poison'; readonly code: string; readonly message: string }
  /** May work later. */
  | { readonly kind: 'retryable'; readonly code: string }
  /** An answer nobody has classified yet: it comes back, with a warning. */
  | { readonly kind: 'unknown'; readonly code: typeof UNCLASSIFIED; readonly message: string }

/** The code of whatever nobody has classified. */
export const UNCLASSIFIED = 'internal.unclassified'

export type OutcomeKind = Outcome['kind']

export const APPLIED: Outcome = { kind: 'applied' }
export const TIED: Outcome = { kind: 'applied', tied: true }
export const STALE: Outcome = { kind: 'stale' }
export const DUPLICATE: Outcome = { kind: 'duplicate' }

export function toRetryable(code: string): Outcome {
  return { kind: 'retryable', code }
}

/** @param message names what was seen (a status, an error's type), and quotes nothing of the item. */
export function toUnknown(message: string): Outcome {
  return { kind: 'unknown', code: UNCLASSIFIED, message }
}

/** There was no time left for this one: it comes back. */
export const NO_TIME: Outcome = toRetryable('batch.no_time')
