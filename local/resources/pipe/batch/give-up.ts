import { backOffDelayMs } from '../../../back-off.ts'
import { messageOf } from '../../../message-of.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS, STREAM_RETENTION_MS } from '../limits.ts'
import type { Pipe } from '../pipe.ts'
import type { ReadRecord } from '../stream/read-record.ts'
import type { Batch } from './batch.ts'
import { type GiveUpCondition, positionOf, toDeadLetter } from './dead-letter-message.ts'
import { isRefusal } from './execution-failure.ts'

/**
 * Gives records up: their position goes to the DLQ, or it is told that there is none. A DLQ that does
 * not take it is tried until it does, as long as the stream has the records; then that is told.
 *
 * Never rejects. What is not settled when the Pipe stops is left undone.
 */
export async function giveUp(
  records: readonly ReadRecord[],
  condition: GiveUpCondition,
  { batch, pipe }: { readonly batch: Batch; readonly pipe: Pipe },
): Promise<void> {
  const { name, arn, streamArn, clock, random, emit, signal, sendDeadLetter } = pipe
  const position = positionOf(records, { shardId: batch.shardId, streamArn })
  const { shardId, startSequenceNumber, endSequenceNumber } = position
  const told = {
    pipe: name,
    condition,
    shardId,
    startSequenceNumber,
    endSequenceNumber,
    records: records.length,
  }
  const drop = (reason: string) => {
    emit({ type: 'batch.dropped', ...told, reason })
    batch.onDone(records)
  }
  if (sendDeadLetter === undefined) return drop('the Pipe has no DLQ')

  const backOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
  const isGone = () => records.every((record) => hasExpired(record, clock.now()))
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await sendDeadLetter(toDeadLetter(position, { pipeArn: arn, condition, atMs: clock.now() }))
      emit({ type: 'batch.dead_lettered', ...told })
      return batch.onDone(records)
    } catch (error) {
      const reason = `the DLQ does not take a position: ${messageOf(error)}`
      if (isRefusal(error)) pipe.clientErrors.refused(reason)
      if (isGone()) return drop(reason)
      const delayMs = backOffDelayMs(failures, backOff)
      emit({ type: 'retry.scheduled', resource: name, delayMs, reason })
      await clock.sleep(delayMs, signal)
    }
  }
}

function hasExpired({ createdAtMs }: ReadRecord, now: number): boolean {
  return now - createdAtMs > STREAM_RETENTION_MS
}
