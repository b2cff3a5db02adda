import { order } from '../../entities/order.ts'
import { createLakeWriter, type LakeWriter } from '../../services/lake-writer/handler.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { BatchReply } from '../../shared/batch/settle-batch.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { LakeStream } from '../../shared/lake/lake-stream.ts'
import { MemoryClaims } from '../fakes/memory-claims.ts'
import { MemoryLakeObjects } from '../fakes/memory-lake.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import { MemoryMetrics } from '../fakes/memory-metrics.ts'
import { MemoryDeadLetterQueue, MemoryRedelivery } from '../fakes/memory-queue.ts'
import { toSqsEvent } from './to-sqs-event.ts'

/** The lake writer's function over a stream, with queues, objects and log in memory. */
export class LakeWriterUnderTest {
  readonly objects = new MemoryLakeObjects()
  readonly claims = new MemoryClaims()
  readonly deadLetters = new MemoryDeadLetterQueue()
  readonly redelivery = new MemoryRedelivery()
  readonly log = new MemoryLog()
  readonly metrics = new MemoryMetrics()
  /** How long it waited before each further attempt, ms. */
  readonly waits: number[] = []
  remainingMs = 60_000
  nowMs = Date.parse('2026-11-21T07:26:40Z')
  readonly #writer: LakeWriter

  constructor(stream: LakeStream, definitions: readonly EntityDefinition[] = [order]) {
    this.#writer = createLakeWriter({
      stream,
      definitions,
      objects: this.objects,
      claims: this.claims,
      deadLetters: this.deadLetters,
      redelivery: this.redelivery,
      putMsMax: 10_000,
      random: () => 0.5,
      wait: async (ms) => {
        this.waits.push(ms)
      },
      clock: () => this.nowMs,
      log: this.log,
      metrics: this.metrics,
    })
  }

  /** Hands it a batch as Lambda does. */
  async invoke(messages: readonly QueueMessage[]): Promise<BatchReply> {
    const context = { getRemainingTimeInMillis: () => this.remainingMs }
    return this.#writer(toSqsEvent(messages), context)
  }

  /** Hands it a batch and answers the messages that come back. */
  async deliver(messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
    const { batchItemFailures } = await this.invoke(messages)
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    return messages.filter(({ messageId }) => failed.has(messageId))
  }
}
