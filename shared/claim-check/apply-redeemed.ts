import { NO_TIME } from '../batch/outcome.ts'
import type { MessageOutcome, ReceivedChange } from '../batch/queue-message.ts'
import type { ClaimReader } from './claim-store.ts'
import { redeemClaims } from './redeem-claims.ts'
import { toPortions } from './to-portions.ts'

export interface ApplyRedeemedPorts {
  readonly claims: ClaimReader
  /** False when there is no time for a further portion. */
  readonly hasTime: () => boolean
}

/**
 * Applies a batch whose changes have their images again: a portion at a time, so that no more of them
 * than a whole batch can carry are held at once.
 *
 * @returns what became of each change, in no certain order.
 */
export async function applyRedeemed(
  changes: readonly ReceivedChange[],
  { claims, hasTime }: ApplyRedeemedPorts,
  apply: (portion: readonly ReceivedChange[]) => Promise<readonly MessageOutcome[]>,
): Promise<readonly MessageOutcome[]> {
  const results: MessageOutcome[] = []
  for (const [place, portion] of toPortions(changes).entries()) {
    if (place > 0 && !hasTime()) {
      results.push(...portion.map((change) => ({ ...change, outcome: NO_TIME })))
      continue
    }
    const redeemed = await redeemClaims(portion, claims)
    results.push(...redeemed.held, ...(await apply(redeemed.changes)))
  }
  return results
}
