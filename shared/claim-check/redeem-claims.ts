import type { MessageOutcome, ReceivedChange } from '../batch/queue-message.ts'
import { PoisonError } from '../errors/pipeline-error.ts'
import { redeem } from './claim-check.ts'
import type { ClaimReader } from './claim-store.ts'

export interface RedeemedChanges {
  /** In their order, each with its images. */
  readonly changes: readonly ReceivedChange[]
  /** Those whose images could not be had, now or at all. */
  readonly held: readonly MessageOutcome[]
}

/** Brings back the images of those changes that travelled without. */
export async function redeemClaims(
  changes: readonly ReceivedChange[],
  claims: ClaimReader,
): Promise<RedeemedChanges> {
  const results = await Promise.all(changes.map((change) => redeemChange(change, claims)))
  return {
    changes: results.flatMap((result) => ('outcome' in result ? [] : [result])),
    held: results.flatMap((result) => ('outcome' in result ? [result] : [])),
  }
}

async function redeemChange(
  change: ReceivedChange,
  claims: ClaimReader,
): Promise<ReceivedChange | MessageOutcome> {
  const { message, event } = change
  const { claimCheck } = event
  if (claimCheck === undefined) return change
  const found = await claims.get(claimCheck.key)
  if ('outcome' in found) return { ...change, outcome: found.outcome }
  try {
    return { message, event: redeem({ ...event, claimCheck }, found.body) }
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return { ...change, outcome: { kind: 'poison', code: error.code, message: error.message } }
  }
}
