import type { Clock } from '../../clock.ts'
import { GATHER_PAUSE_MS, MESSAGES_PER_CALL_MAX, POLL_WAIT_SECONDS } from './limits.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

export interface GatherOptions {
  readonly queue: Pick<QueuePort, 'receive'>
  readonly clock: Clock
  readonly batchSize: number
  readonly windowMs: number
  readonly payloadBytesMax: number
  /** What a message adds to the function's payload. */
  readonly sizeOf: (message: ReceivedMessage) => number
  /** Told of a poll that failed while a batch was open: the batch goes on without it. */
  readonly onPollFailed: (error: unknown) => void
  readonly signal: AbortSignal
}

export interface GatheredBatch {
  /** Empty when the queue stayed empty for one poll. */
  readonly messages: readonly ReceivedMessage[]
  /** When the first of them was received, epoch milliseconds: from then on it is invisible. */
  readonly receivedAt: number
}

/** Gathers batches for one poller; a message that no longer fits begins its next batch. */
export interface BatchGatherer {
  next(): Promise<GatheredBatch>
}

/** A batch is closed by its size, its window (from its first message on) or its bytes. */
export function createBatchGatherer(options: GatherOptions): BatchGatherer {
  const { queue, clock, batchSize, windowMs, payloadBytesMax, sizeOf, onPollFailed, signal } =
    options
  let kept: { messages: readonly ReceivedMessage[]; receivedAt: number } | undefined

  const poll = (waitSeconds: number, taken: number) =>
    queue.receive({ waitSeconds, messagesMax: Math.min(MESSAGES_PER_CALL_MAX, batchSize - taken) })

  /** A poll that fails while a batch is open must not lose the batch. */
  const pollOrNothing = async (taken: number): Promise<readonly ReceivedMessage[]> =>
    poll(0, taken).catch((error: unknown) => {
      onPollFailed(error)
      return []
    })

  return {
    async next() {
      const batch: ReceivedMessage[] = []
      let bytes = 0
      /** False when a message was kept for the next batch. */
      const take = (messages: readonly ReceivedMessage[], receivedAt: number): boolean => {
        for (const [index, message] of messages.entries()) {
          const size = sizeOf(message)
          if (bytes + size > payloadBytesMax && batch.length > 0) {
            kept = { messages: messages.slice(index), receivedAt }
            return false
          }
          batch.push(message)
          bytes += size
        }
        return true
      }

      const carried = kept
      kept = undefined
      const first = carried?.messages ?? (await poll(POLL_WAIT_SECONDS, 0))
      const receivedAt = carried?.receivedAt ?? clock.now()
      let isOpen = take(first, receivedAt)
      const closesAt = clock.now() + windowMs
      while (isOpen && batch.length > 0 && batch.length < batchSize && !signal.aborted) {
        const leftMs = closesAt - clock.now()
        if (leftMs <= 0) break
        const more = await pollOrNothing(batch.length)
        if (more.length > 0) isOpen = take(more, clock.now())
        else await clock.sleep(Math.min(GATHER_PAUSE_MS, leftMs), signal)
      }
      return { messages: batch, receivedAt }
    },
  }
}
