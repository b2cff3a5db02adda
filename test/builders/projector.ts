import { createSearchProjector } from '../../services/search-projector/handler.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { BatchReply } from '../../shared/batch/settle-batch.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import { MemoryClaims } from '../fakes/memory-claims.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import { MemoryMetrics } from '../fakes/memory-metrics.ts'
import { MemoryDeadLetterQueue, MemoryRedelivery } from '../fakes/memory-queue.ts'
import { toSqsEvent } from './to-sqs-event.ts'

/** The search projector's function over an index, with queues and log in memory. */
export class ProjectorUnderTest {
  readonly claims = new MemoryClaims()
  readonly deadLetters = new MemoryDeadLetterQueue()
  readonly redelivery = new MemoryRedelivery()
  readonly log = new MemoryLog()
  readonly metrics = new MemoryMetrics()
  remainingMs = 300_000
  nowMs = Date.parse('2026-11-21T07:26:40Z')
  readonly #projector: ReturnType<typeof createSearchProjector>

  constructor(searchIndex: SearchIndex, definitions: readonly EntityDefinition[]) {
    this.#projector = createSearchProjector({
      searchIndex,
      definitions,
      layout: 'aws',
      claims: this.claims,
      deadLetters: this.deadLetters,
      redelivery: this.redelivery,
      requestTimeoutMs: 10_000,
      random: () => 0.5,
      clock: () => this.nowMs,
      log: this.log,
      metrics: this.metrics,
    })
  }

  /** Hands it a batch as Lambda does. */
  async invoke(messages: readonly QueueMessage[]): Promise<BatchReply> {
    const context = { getRemainingTimeInMillis: () => this.remainingMs }
    return this.#projector(toSqsEvent(messages), context)
  }

  /** Hands it a batch and answers the messages that come back. */
  async deliver(messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
    const { batchItemFailures } = await this.invoke(messages)
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    return messages.filter(({ messageId }) => failed.has(messageId))
  }
}
