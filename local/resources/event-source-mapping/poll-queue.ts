import { backOffDelayMs } from '../../back-off.ts'
import { PAYLOAD_BYTES_MAX } from '../../functions/limits.ts'
import { messageOf } from '../../message-of.ts'
import { createBatchGatherer } from './gather-batch.ts'
import { GATHER_PAUSE_MS, POLL_RETRY_FIRST_MS, POLL_RETRY_LONGEST_MS } from './limits.ts'
import type { Polling } from './polling.ts'
import { processBatch } from './process-batch.ts'
import { toSqsRecord } from './sqs-record.ts'

/** `{"Records":[` and `]}` around the records, and a comma between two. */
const ENVELOPE_BYTES = 14
const SEPARATOR_BYTES = 1

/**
 * Reads a queue until it is told to stop: gathers a batch, invokes the function, deletes what it took.
 * What failed stays for its visibility timeout. Errors of the queue are tried again with growing delays.
 */
export async function pollQueue(poller: number, polling: Polling): Promise<void> {
  const { name, concurrency, clock, random, emit, signal } = polling
  const tellRetry = (delayMs: number, error: unknown) =>
    emit({ type: 'retry.scheduled', resource: name, delayMs, reason: messageOf(error) })

  const gatherer = createBatchGatherer({
    ...polling,
    payloadBytesMax: PAYLOAD_BYTES_MAX - ENVELOPE_BYTES,
    sizeOf: (message) =>
      Buffer.byteLength(JSON.stringify(toSqsRecord(message, polling.queueArn))) + SEPARATOR_BYTES,
    onPollFailed: (error) => tellRetry(GATHER_PAUSE_MS, error),
  })
  const backOff = { firstMs: POLL_RETRY_FIRST_MS, longestMs: POLL_RETRY_LONGEST_MS, random }

  for (let failures = 0; ; ) {
    await concurrency.turnOf(poller, signal)
    if (signal.aborted) return
    try {
      const batch = await gatherer.next()
      if (batch.messages.length > 0) await processBatch(batch, polling)
      failures = 0
    } catch (error) {
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      tellRetry(delayMs, error)
      await clock.sleep(delayMs, signal)
    }
  }
}
