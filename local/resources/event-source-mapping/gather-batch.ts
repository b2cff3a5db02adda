import type { Clock } from '../../clock.ts'
import { GATHER_PAUSE_MS, POLL_WAIT_SECONDS } from './limits.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

export interface GatherOptions {
  readonly queue: QueuePort
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

/** Gathers batches for one poller; a message that no longer fits begins its next batch. */
export interface BatchGatherer {
  /** Empty when the queue stayed empty for one poll. */
  next(): Promise<readonly ReceivedMessage[]>
}

/** A batch is closed by its size, its window (from its first message on) or its bytes. */
export function createBatchGatherer(options: GatherOptions): BatchGatherer {
  const { queue, clock, batchSize, windowMs, payloadBytesMax, sizeOf, onPollFailed, signal } =
    options
  let kept: ReceivedMessage[] = []

  /** A poll that fails while a batch is open must not lose the batch. */
  const receiveOrNothing = async (): Promise<readonly ReceivedMessage[]> =>
    queue.receive(0).catch((error: unknown) => {
      onPollFailed(error)
      return []
    })

  return {
    async next() {
      const batch: ReceivedMessage[] = []
      let bytes = 0
      /** False when a message was kept for the next batch. */
      const take = (messages: readonly ReceivedMessage[]): boolean => {
        for (const [index, message] of messages.entries()) {
          const size = sizeOf(message)
          const isFull = batch.length >= batchSize || bytes + size > payloadBytesMax
          if (isFull && batch.length > 0) {
            kept = messages.slice(index)
            return false
          }
          batch.push(message)
          bytes += size
        }
        return true
      }

      const first = kept.length > 0 ? kept : await queue.receive(POLL_WAIT_SECONDS)
      kept = []
      let isOpen = take(first)
      const closesAt = clock.now() + windowMs
      while (isOpen && batch.length > 0 && batch.length < batchSize && !signal.aborted) {
        const leftMs = closesAt - clock.now()
        if (leftMs <= 0) break
        const more = await receiveOrNothing()
        if (more.length > 0) isOpen = take(more)
        else await clock.sleep(Math.min(GATHER_PAUSE_MS, leftMs), signal)
      }
      return batch
    },
  }
}
