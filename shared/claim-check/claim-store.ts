import type { Outcome } from '../batch/outcome.ts'
import type { Claim } from './claim-check.ts'

/** Where the enrichment leaves images. */
export interface ClaimWriter {
  /** Puts the object, or renews its age when it is there. It rejects when that fails. */
  put(claim: Claim): Promise<void>
}

/** Where a sink finds them. */
export interface ClaimReader {
  /**
   * The object's text; where there is none, what becomes of its change: poison `claim_check.lost`, or
   * something that comes back. It never rejects.
   */
  get(key: string): Promise<{ readonly body: string } | { readonly outcome: Outcome }>
}
