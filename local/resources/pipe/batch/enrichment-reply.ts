import { isRecord } from '../../../../shared/json/is-record.ts'
import { BATCH_BYTES_MAX, TARGET_BATCH_MAX } from '../limits.ts'
import { CustomerError } from './execution-failure.ts'

/**
 * What of the enrichment's reply goes to the target.
 *
 * `""`, `{}` and `[]` end the batch without calling the target, `[{}]` calls it. More items than the
 * target takes at once are an error: the target is not called.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-enrichment.html
 *
 * AWS does not say what it makes of anything else than an array; here it is an error, null included,
 * so that no record is lost by a reply that was forgotten.
 *
 * @throws CustomerError when the reply cannot go on; the batch is then retried.
 */
export function readReply(reply: unknown): readonly unknown[] {
  if (reply === '' || (isRecord(reply) && Object.keys(reply).length === 0)) return []
  if (!Array.isArray(reply)) throw new CustomerError('the enrichment did not reply with an array')
  if (reply.length > TARGET_BATCH_MAX) {
    throw new CustomerError(
      `the enrichment replied with ${reply.length} items; the target takes ${TARGET_BATCH_MAX}`,
    )
  }
  const bytes = Buffer.byteLength(JSON.stringify(reply))
  if (bytes > BATCH_BYTES_MAX) {
    throw new CustomerError(
      `the enrichment replied with ${bytes} bytes; a reply has at most ${BATCH_BYTES_MAX}`,
    )
  }
  return reply as unknown[]
}
