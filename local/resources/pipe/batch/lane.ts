import type { Clock } from '../../../clock.ts'
import { BATCH_BYTES_MAX, LANE_RECORDS_MAX } from '../limits.ts'
import type { ReadRecord } from '../stream/read-record.ts'

export interface LaneOptions {
  readonly batchSize: number
  readonly windowMs: number
  readonly clock: Clock
  /** Takes a batch until it is done, or the Pipe stops. Never rejects. */
  readonly process: (batch: readonly ReadRecord[]) => Promise<void>
  readonly signal: AbortSignal
}

/** One sequence of batches: a batch begins when the one before it is done, so order is kept. */
export interface Lane {
  /** Takes records in their order, once there is room. */
  add(records: readonly ReadRecord[]): Promise<void>
  /** Resolves when everything that was added is done, or the signal aborts. Nothing is added after. */
  drained(): Promise<void>
}

/** A batch is one JSON array. */
const ARRAY_BYTES = 2
const COMMA_BYTES = 1

interface Waiting {
  readonly record: ReadRecord
  readonly readAt: number
}

/** A batch closes by count, by bytes, or when its oldest record has waited for the window. */
export function createLane(options: LaneOptions): Lane {
  const { batchSize, windowMs, clock, process, signal } = options
  const waiting: Waiting[] = []
  let roomMade: (() => void) | undefined
  let added: (() => void) | undefined
  let isRunning = false
  let lastRun: Promise<void> = Promise.resolve()

  const wakeAll = () => {
    roomMade?.()
    added?.()
  }
  signal.addEventListener('abort', wakeAll)

  /** How many of the waiting make the next batch, and whether it is full. */
  const nextBatch = (): { count: number; isFull: boolean } => {
    let bytes = ARRAY_BYTES
    for (const [index, { record }] of waiting.entries()) {
      bytes += record.bytes + COMMA_BYTES
      if (bytes > BATCH_BYTES_MAX && index > 0) return { count: index, isFull: true }
      if (index + 1 === batchSize) return { count: batchSize, isFull: true }
    }
    return { count: waiting.length, isFull: false }
  }
  const waitForBatch = async (): Promise<number> => {
    const closesAt = (waiting[0]?.readAt ?? 0) + windowMs
    for (;;) {
      const { count, isFull } = nextBatch()
      const leftMs = closesAt - clock.now()
      if (isFull || leftMs <= 0 || signal.aborted) return count
      const more = new Promise<void>((resolve) => {
        added = resolve
      })
      const waited = new AbortController()
      await Promise.race([more, clock.sleep(leftMs, waited.signal)])
      waited.abort()
    }
  }
  const run = async (): Promise<void> => {
    try {
      while (waiting.length > 0 && !signal.aborted) {
        const batch = waiting.splice(0, await waitForBatch())
        roomMade?.()
        await process(batch.map(({ record }) => record))
      }
    } finally {
      // In the same step that saw nothing waiting: what is added from now on starts the next run.
      isRunning = false
    }
  }

  return {
    async add(records) {
      while (waiting.length >= LANE_RECORDS_MAX && !signal.aborted) {
        await new Promise<void>((resolve) => {
          roomMade = resolve
        })
      }
      const readAt = clock.now()
      waiting.push(...records.map((record) => ({ record, readAt })))
      added?.()
      if (isRunning) return
      isRunning = true
      lastRun = run()
    },
    async drained() {
      while (isRunning) await lastRun
      signal.removeEventListener('abort', wakeAll)
    },
  }
}
