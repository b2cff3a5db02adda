import type { SQSEvent } from 'aws-lambda'
import {
  type BatchReply,
  SETTLE_MS,
  type SettleBatchPorts,
  settleBatch,
} from '../../shared/batch/settle-batch.ts'
import { toQueueMessage } from '../../shared/batch/to-queue-message.ts'
import type { CacheInvalidations } from '../../shared/cache/cache-invalidations.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { invalidateBatch } from './invalidate-batch.ts'
import { planLists } from './list-keys.ts'

export interface CacheInvalidatorOptions extends SettleBatchPorts {
  readonly definitions: readonly EntityDefinition[]
  readonly cache: CacheInvalidations
  /** The longest that a call to the cache takes. */
  readonly requestTimeoutMs: number
}

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type CacheInvalidator = (event: SQSEvent, context: TimeLeft) => Promise<BatchReply>

/** The cache invalidator's function: SQS batch in, the messages that are not done out. */
export function createCacheInvalidator(options: CacheInvalidatorOptions): CacheInvalidator {
  const { cache, definitions, requestTimeoutMs, log, metrics } = options
  const lists = new Map(definitions.map((definition) => [definition.name, planLists(definition)]))
  return async (event, context) => {
    const hasTime = () => context.getRemainingTimeInMillis() > requestTimeoutMs + SETTLE_MS
    const messages = event.Records.map(toQueueMessage)
    const { results, fanOutUnknown } = await invalidateBatch(messages, { cache, lists }, hasTime)
    if (fanOutUnknown > 0) {
      log.warn('changes whose cached lists cannot be told', { changes: fanOutUnknown })
      metrics.publish({ FanOutUnknown: fanOutUnknown })
    }
    return settleBatch(results, options)
  }
}
