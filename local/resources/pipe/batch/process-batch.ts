import { backOffDelayMs } from '../../../back-off.ts'
import { RETRY_FIRST_MS, RETRY_LONGEST_MS, STREAM_RETENTION_MS } from '../limits.ts'
import type { Pipe } from '../pipe.ts'
import type { ReadRecord } from '../stream/read-record.ts'
import type { Batch } from './batch.ts'
import type { ExecutionFailure } from './execution-failure.ts'
import { giveUp } from './give-up.ts'
import { runExecution } from './run-execution.ts'

/** What is left of a batch, or of a half of it, and what it has cost so far. */
interface Piece {
  readonly records: readonly ReadRecord[]
  /** Retries that count against the Pipe's limit. */
  readonly retries: number
  /** Attempts since it is this piece, for the delay. */
  readonly failures: number
}

/**
 * Takes one batch through the Pipe until all of it is done or given up.
 *
 * ```
 * [1 2 3 4] fails ─► [1 2] until it is done ─► then [3 4] fails ─► [3] done ─► [4] retried, given up
 * ```
 * What is not done when the Pipe stops is left undone. Never rejects.
 */
export async function processBatch(batch: Batch, pipe: Pipe): Promise<void> {
  let pieces: readonly Piece[] = [{ records: batch.records, retries: 0, failures: 0 }]
  while (!pipe.signal.aborted) {
    const [piece, ...later] = pieces
    if (piece === undefined) return
    pieces = [...(await takeStep(piece, batch, pipe)), ...later]
  }
}

/** @returns what is left of the piece, in order. */
async function takeStep(piece: Piece, batch: Batch, pipe: Pipe): Promise<readonly Piece[]> {
  const records = await giveUpTooOld(piece.records, batch, pipe)
  if (records.length === 0 || pipe.signal.aborted) return []

  const { done, left, failure } = await runExecution(records, pipe)
  batch.onDone(done)
  if (failure === undefined) {
    pipe.clientErrors.passed()
    return []
  }
  const failed = { ...piece, records: left, failures: piece.failures + 1 }
  tellFailure(failed, failure, pipe)
  return afterFailure(failed, failure, { batch, pipe })
}

async function afterFailure(
  piece: Piece,
  failure: ExecutionFailure,
  { batch, pipe }: { batch: Batch; pipe: Pipe },
): Promise<readonly Piece[]> {
  const { settings } = pipe
  const isCustomers = failure.fault === 'customer'
  if (isCustomers && settings.bisects && piece.records.length > 1) return halve(piece, pipe)
  if (isCustomers && piece.retries >= settings.retryAttemptsMax) {
    await giveUp(piece.records, 'RetryAttemptsExhausted', { batch, pipe })
    return []
  }
  await waitToRetry(piece.failures, `${failure.stage}: ${failure.message}`, pipe)
  return [{ ...piece, retries: piece.retries + (isCustomers ? 1 : 0) }]
}

/** The halves are tried at once. What is halved has spent no retry: those are for one record alone. */
function halve({ records }: Piece, pipe: Pipe): readonly Piece[] {
  const middle = Math.ceil(records.length / 2)
  const halves = [records.slice(0, middle), records.slice(middle)]
  pipe.emit({
    type: 'batch.bisected',
    pipe: pipe.name,
    records: records.length,
    halves: halves.map(({ length }) => length),
  })
  return halves.map((half) => ({ records: half, retries: 0, failures: 0 }))
}

async function waitToRetry(failures: number, reason: string, pipe: Pipe): Promise<void> {
  const { name, random, clock, signal } = pipe
  const backOff = { firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS, random }
  const delayMs = backOffDelayMs(failures, backOff)
  pipe.emit({ type: 'retry.scheduled', resource: name, delayMs, reason })
  await clock.sleep(delayMs, signal)
}

/** Records are in order, so the oldest come first. @returns those that are young enough. */
async function giveUpTooOld(
  records: readonly ReadRecord[],
  batch: Batch,
  pipe: Pipe,
): Promise<readonly ReadRecord[]> {
  const { agesFromMs = 0, settings, clock } = pipe
  const now = clock.now()
  const isYoung = ({ createdAtMs }: ReadRecord) =>
    now - Math.max(createdAtMs, agesFromMs) <= settings.recordAgeMsMax &&
    now - createdAtMs <= STREAM_RETENTION_MS
  const firstYoung = records.findIndex(isYoung)
  const tooOld = records.slice(0, firstYoung === -1 ? records.length : firstYoung)
  if (tooOld.length > 0) await giveUp(tooOld, 'RecordAgeExceeded', { batch, pipe })
  return records.slice(tooOld.length)
}

function tellFailure(piece: Piece, failure: ExecutionFailure, pipe: Pipe): void {
  if (failure.isRefusal) pipe.clientErrors.refused(failure.message)
  pipe.emit({
    type: 'batch.failed',
    pipe: pipe.name,
    stage: failure.stage,
    records: piece.records.length,
    attempt: piece.failures,
    error: failure.message,
  })
}
