import type { ReadRecord } from '../stream/read-record.ts'
import type { ExecutionFailure } from './execution-failure.ts'

/** What became of records that went through enrichment and target once. */
export interface ExecutionResult {
  readonly done: readonly ReadRecord[]
  /** To be tried again, in their order. */
  readonly left: readonly ReadRecord[]
  readonly failure?: ExecutionFailure
}
