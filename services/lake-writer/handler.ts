import type { SQSEvent } from 'aws-lambda'
import {
  type BatchReply,
  SETTLE_MS,
  type SettleBatchPorts,
  settleBatch,
} from '../../shared/batch/settle-batch.ts'
import { toQueueMessage } from '../../shared/batch/to-queue-message.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { planColumns } from '../../shared/lake/lake-record.ts'
import { type WriteBatchOptions, writeBatch } from './write-batch.ts'

export interface LakeWriterOptions extends Omit<WriteBatchOptions, 'columns'>, SettleBatchPorts {
  readonly definitions: readonly EntityDefinition[]
  /** The longest that handing lines over takes, a second attempt included. */
  readonly putMsMax: number
}

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type LakeWriter = (event: SQSEvent, context: TimeLeft) => Promise<BatchReply>

/** The lake writer's function: SQS batch in, the messages that are not done out. */
export function createLakeWriter(options: LakeWriterOptions): LakeWriter {
  const columns = new Map(
    options.definitions.map((definition) => [definition.name, planColumns(definition)]),
  )
  return async (event, context) => {
    const hasTime = () => context.getRemainingTimeInMillis() > options.putMsMax + SETTLE_MS
    const messages = event.Records.map(toQueueMessage)
    const results = await writeBatch(messages, { ...options, columns }, hasTime)
    return settleBatch(results, options)
  }
}
