import { order } from '../../entities/order.ts'
import {
  type CacheInvalidator,
  createCacheInvalidator,
} from '../../services/cache-invalidator/handler.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { BatchReply } from '../../shared/batch/settle-batch.ts'
import type { CacheInvalidations } from '../../shared/cache/cache-invalidations.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import { MemoryMetrics } from '../fakes/memory-metrics.ts'
import { MemoryDeadLetterQueue, MemoryRedelivery } from '../fakes/memory-queue.ts'
import { toSqsEvent } from './to-sqs-event.ts'

/** The cache invalidator's function over a cache, with queues and log in memory. */
export class CacheInvalidatorUnderTest {
  readonly deadLetters = new MemoryDeadLetterQueue()
  readonly redelivery = new MemoryRedelivery()
  readonly log = new MemoryLog()
  readonly metrics = new MemoryMetrics()
  remainingMs = 60_000
  nowMs = Date.parse('2026-11-21T07:26:40Z')
  readonly #invalidator: CacheInvalidator

  constructor(cache: CacheInvalidations, definitions: readonly EntityDefinition[] = [order]) {
    this.#invalidator = createCacheInvalidator({
      cache,
      definitions,
      deadLetters: this.deadLetters,
      redelivery: this.redelivery,
      requestTimeoutMs: 2_000,
      random: () => 0.5,
      clock: () => this.nowMs,
      log: this.log,
      metrics: this.metrics,
    })
  }

  /** Hands it a batch as Lambda does. */
  async invoke(messages: readonly QueueMessage[]): Promise<BatchReply> {
    const context = { getRemainingTimeInMillis: () => this.remainingMs }
    return this.#invalidator(toSqsEvent(messages), context)
  }

  /** Hands it a batch and answers the messages that come back. */
  async deliver(messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
    const { batchItemFailures } = await this.invoke(messages)
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    return messages.filter(({ messageId }) => failed.has(messageId))
  }
}
