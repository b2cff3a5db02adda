import { EXECUTION_MS_MAX } from '../limits.ts'
import type { Pipe } from '../pipe.ts'
import type { ReadRecord } from '../stream/read-record.ts'
import { readReply } from './enrichment-reply.ts'
import { CustomerError, type ExecutionFailure, toFailure } from './execution-failure.ts'
import type { ExecutionResult } from './execution-result.ts'
import { publish } from './publish.ts'

interface Execution {
  stage: ExecutionFailure['stage']
  /** Its time is up: nothing further is done for it. */
  isOver: boolean
}

/** Takes records through enrichment and target once, within the time AWS gives both. Never rejects. */
export async function runExecution(
  records: readonly ReadRecord[],
  pipe: Pipe,
): Promise<ExecutionResult> {
  const ended = new AbortController()
  const run: Execution = { stage: 'enrichment', isOver: false }
  const timeOut = async (): Promise<ExecutionResult> => {
    await pipe.clock.sleep(EXECUTION_MS_MAX, ended.signal)
    run.isOver = true
    const error = new CustomerError(`no end after ${EXECUTION_MS_MAX / 1000} s`)
    return { done: [], left: records, failure: toFailure(run.stage, error) }
  }
  try {
    // A reply that comes too late is not published: the batch may be on its way again.
    return await Promise.race([execute(records, pipe, run), timeOut()])
  } finally {
    ended.abort()
  }
}

async function execute(
  records: readonly ReadRecord[],
  pipe: Pipe,
  run: Execution,
): Promise<ExecutionResult> {
  try {
    const items = await enrich(records, pipe)
    if (run.isOver) return { done: [], left: records }
    const { name } = pipe
    pipe.emit({ type: 'batch.enriched', pipe: name, records: records.length, events: items.length })
    if (items.length === 0) return { done: records, left: [] }
    run.stage = 'target'
    return await publish(items, records, pipe)
  } catch (error) {
    return { done: [], left: records, failure: toFailure(run.stage, error) }
  }
}

async function enrich(records: readonly ReadRecord[], pipe: Pipe): Promise<readonly unknown[]> {
  const batch = records.map(({ source }) => source)
  if (pipe.enrich === undefined) return batch
  const result = await pipe.enrich(batch)
  if (result.ok) return readReply(result.payload)
  const { errorType, errorMessage } = result.error
  const message = `${errorType}: ${errorMessage}`
  // One that was throttled has not run.
  throw result.throttled ? new Error(message) : new CustomerError(message)
}
