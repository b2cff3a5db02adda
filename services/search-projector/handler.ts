import type { SQSEvent } from 'aws-lambda'
import {
  type BatchReply,
  SETTLE_MS,
  type SettleBatchPorts,
  settleBatch,
} from '../../shared/batch/settle-batch.ts'
import { toQueueMessage } from '../../shared/batch/to-queue-message.ts'
import { codecId } from '../../shared/ordering/index.ts'
import { createContractCache } from './contract-cache.ts'
import { type ProjectBatchOptions, projectBatch } from './project-batch.ts'

export interface SearchProjectorOptions
  extends Omit<ProjectBatchOptions, 'contracts'>,
    SettleBatchPorts {
  /** The longest a request to the index takes. */
  readonly requestTimeoutMs: number
}

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type SearchProjector = (event: SQSEvent, context: TimeLeft) => Promise<BatchReply>

/** The search projector's function: SQS batch in, the messages that are not done out. */
export function createSearchProjector(options: SearchProjectorOptions): SearchProjector {
  const { searchIndex, layout, clock } = options
  const contracts = createContractCache(searchIndex, codecId(layout), clock)
  return async (event, context) => {
    const hasTime = () => context.getRemainingTimeInMillis() > options.requestTimeoutMs + SETTLE_MS
    const results = await projectBatch(
      event.Records.map(toQueueMessage),
      { ...options, contracts },
      hasTime,
    )
    return settleBatch(results, options)
  }
}
