import { isRecord } from '../../../shared/json/is-record.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'

export interface BatchOutcome {
  /** Ids of the messages that stay in the queue. */
  readonly failed: readonly string[]
  readonly error?: string
}

/**
 * Which messages of a batch have failed, from what the function did.
 *
 * Reporting single failures has to be asked for by the mapping; then an absent, null or empty list
 * means that all are done, and anything that cannot be understood (an unknown or empty id, a wrong
 * shape) that all have failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessages(
  messageIds: readonly string[],
  result: InvocationResult,
  reportsFailures: boolean,
): BatchOutcome {
  if (!result.ok) return { failed: messageIds, error: result.error.errorMessage }
  if (!reportsFailures) return { failed: [] }

  const all = (error: string): BatchOutcome => ({ failed: messageIds, error })
  const reply = result.payload
  if (reply === null || reply === undefined) return { failed: [] }
  if (!isRecord(reply)) return all('the reply is no object')
  const failures = reply.batchItemFailures
  if (failures === undefined || failures === null) return { failed: [] }
  if (!Array.isArray(failures)) return all('batchItemFailures is no list')

  const reported = failures.map((failure: unknown) =>
    isRecord(failure) ? failure.itemIdentifier : undefined,
  )
  const known = new Set<unknown>(messageIds)
  if (!reported.every((id) => known.has(id))) {
    return all('batchItemFailures names a message that is not in the batch')
  }
  return { failed: [...new Set(reported as string[])] }
}
