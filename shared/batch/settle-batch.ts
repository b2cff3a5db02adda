import type { Log, LogFields } from '../observability/logger.ts'
import type { Metrics } from '../observability/metrics.ts'
import { tellOutcomes } from '../observability/tell-outcomes.ts'
import type { Clock } from '../time/clock.ts'
import type { DeadLetter, DeadLetterQueue } from './dead-letter-queue.ts'
import type { Outcome } from './outcome.ts'
import type { MessageOutcome, QueueMessage } from './queue-message.ts'
import type { Redelivery } from './redelivery.ts'
import { retryDelaySeconds } from './retry-delay.ts'
import { countOutcomes, lagMsMax, listOutcomes } from './summarize-outcomes.ts'
import { toMetricValues } from './to-metric-values.ts'
import { findWaitingStreams } from './waiting-streams.ts'

/** What a sink's function keeps free at the end of a batch, for its dead letters and delays, ms. */
export const SETTLE_MS = 10_000

/** Lambda's reply to an SQS batch: the messages that are not done. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface BatchReply {
  batchItemFailures: { itemIdentifier: string }[]
}

export interface SettleBatchPorts {
  readonly deadLetters: DeadLetterQueue
  readonly redelivery: Redelivery
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

type Disposal = 'done' | 'dead-letter' | 'come-back'

/**
 * Turns the outcomes of a batch into the queue's reply: the same for every sink.
 *
 * Poison goes to the sink's DLQ at once; if that fails the message comes back, so nothing is lost.
 * What comes back is put off by a delay that grows with its receives; if that fails it comes back
 * when its visibility timeout ends. Everything else is done.
 *
 * @returns the failed messages in the order of the results; an empty list means that all are done.
 */
export async function settleBatch(
  results: readonly MessageOutcome[],
  ports: SettleBatchPorts,
): Promise<BatchReply> {
  const poison = results.filter(({ outcome }) => disposalOf(outcome) === 'dead-letter')
  for (const result of poison) ports.log.warn('change is poison', toFields(result))
  const notTaken = await deadLetter(poison, ports)

  const comingBack = results
    .filter((result) => disposalOf(result.outcome) === 'come-back' || notTaken.has(result))
    .map(({ message }) => message)
  await putOff(comingBack, ports)

  tellBatch(results, ports)
  return { batchItemFailures: comingBack.map((message) => ({ itemIdentifier: message.messageId })) }
}

function disposalOf(outcome: Outcome): Disposal {
  switch (outcome.kind) {
    case 'applied':
    case 'stale':
    case 'duplicate':
      return 'done'
    case 'poison':
      return 'dead-letter'
    case 'retryable':
    case 'unknown':
      return 'come-back'
  }
}

/** @returns those that the DLQ did not take. */
async function deadLetter(
  poison: readonly MessageOutcome[],
  ports: SettleBatchPorts,
): Promise<ReadonlySet<MessageOutcome>> {
  const letters = new Map<DeadLetter, MessageOutcome>()
  for (const result of poison) {
    const { message, outcome } = result
    if (outcome.kind !== 'poison') continue
    letters.set({ body: message.body, code: outcome.code, message: outcome.message }, result)
  }
  if (letters.size === 0) return new Set()

  const { notTaken, reasons } = await ports.deadLetters.send([...letters.keys()])
  if (notTaken.length > 0) {
    ports.log.warn('dead-letter queue did not take poison', { messages: notTaken.length, reasons })
  }
  return new Set(notTaken.flatMap((letter) => letters.get(letter) ?? []))
}

async function putOff(messages: readonly QueueMessage[], ports: SettleBatchPorts): Promise<void> {
  if (messages.length === 0) return
  const { notDelayed, reasons } = await ports.redelivery.delay(
    messages.map(({ receiptHandle, receiveCount }) => ({
      receiptHandle,
      delaySeconds: retryDelaySeconds(receiveCount, ports.random()),
    })),
  )
  if (notDelayed > 0) {
    ports.log.warn('redelivery was not put off', { messages: notDelayed, reasons })
  }
}

function tellBatch(results: readonly MessageOutcome[], ports: SettleBatchPorts): void {
  for (const result of results.filter(breaksOrder)) {
    ports.log.error('the sink contradicts the order of changes', toFields(result))
  }
  for (const waiting of findWaitingStreams(results)) {
    ports.log.warn('changes wait for a deployment', { ...waiting })
  }
  const unclassified = results.flatMap(({ outcome }) =>
    outcome.kind === 'unknown' ? [outcome.message] : [],
  )
  for (const reason of new Set(unclassified))
    ports.log.warn('outcome is not classified', { reason })
  tellOutcomes(ports.log, listOutcomes(results))
  ports.log.debug('batch settled', {
    ...countOutcomes(results),
    lagMsMax: lagMsMax(results, ports.clock()),
  })
  ports.metrics.publish(toMetricValues(results, ports.clock()))
}

/** Such a change waits for a person, who must be able to find its item. */
function breaksOrder({ outcome }: MessageOutcome): boolean {
  return outcome.kind === 'retryable' && outcome.code.startsWith('order.')
}

function toFields({ message, event, outcome }: MessageOutcome): LogFields {
  return {
    code: 'code' in outcome ? outcome.code : undefined,
    messageId: message.messageId,
    eventID: event?.eventID,
    entity: event?.entity,
    position: event?.position,
  }
}
