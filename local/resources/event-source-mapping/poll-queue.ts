import { backOffDelayMs } from '../../back-off.ts'
import type { Clock } from '../../clock.ts'
import { PAYLOAD_BYTES_MAX } from '../../functions/limits.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { messageOf } from '../../message-of.ts'
import type { Emit } from '../../signals.ts'
import { StoppedByName } from '../../stopped-by-name.ts'
import { REGION } from '../../template/stack-names.ts'
import { failedMessages } from './failed-messages.ts'
import { createBatchGatherer } from './gather-batch.ts'
import {
  GATHER_PAUSE_MS,
  MESSAGES_PER_CALL_MAX,
  POLL_RETRY_FIRST_MS,
  POLL_RETRY_LONGEST_MS,
} from './limits.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage, SqsRecord } from './sqs-record.ts'

/** `{"Records":[` and `]}` around the records, and a comma between two. */
const ENVELOPE_BYTES = 14
const SEPARATOR_BYTES = 1

export interface Poller {
  readonly name: string
  readonly queue: QueuePort
  readonly queueArn: string
  readonly retentionSeconds: number
  readonly lambda: Pick<LocalFunction, 'name' | 'invoke'>
  readonly batchSize: number
  readonly windowMs: number
  readonly reportsFailures: boolean
  readonly clock: Clock
  readonly random: () => number
  readonly emit: Emit
  readonly stopByName: (error: StoppedByName) => void
  /** Aborted when the runtime stops: the batch in flight is finished, none is begun. */
  readonly signal: AbortSignal
}

/**
 * Reads a queue until it is told to stop: gathers a batch, invokes the function, deletes what it did
 * not report as failed. What failed stays for its visibility timeout. Errors of the queue are tried
 * again with growing delays. A message that AWS would no longer have stops the runtime by name and ends
 * the polling.
 */
export async function pollQueue(poller: Poller): Promise<void> {
  const { clock, random, emit, signal, name } = poller
  const gatherer = createBatchGatherer({
    ...poller,
    payloadBytesMax: PAYLOAD_BYTES_MAX - ENVELOPE_BYTES,
    sizeOf: (message) =>
      Buffer.byteLength(JSON.stringify(toRecord(message, poller.queueArn))) + SEPARATOR_BYTES,
    onPollFailed: (error) =>
      emit({
        type: 'retry.scheduled',
        resource: name,
        delayMs: GATHER_PAUSE_MS,
        reason: messageOf(error),
      }),
  })
  const backOff = { firstMs: POLL_RETRY_FIRST_MS, longestMs: POLL_RETRY_LONGEST_MS, random }

  for (let failures = 0; !signal.aborted; ) {
    try {
      const batch = await gatherer.next()
      const expired = batch.find((message) => isExpired(message, poller))
      if (expired !== undefined) return poller.stopByName(stoppedBy(expired, name))
      if (batch.length > 0) await processBatch(batch, poller)
      failures = 0
    } catch (error) {
      failures++
      const delayMs = backOffDelayMs(failures, backOff)
      emit({ type: 'retry.scheduled', resource: name, delayMs, reason: messageOf(error) })
      await clock.sleep(delayMs, signal)
    }
  }
}

async function processBatch(batch: readonly ReceivedMessage[], poller: Poller): Promise<void> {
  const ids = batch.map(({ messageId }) => messageId)
  const records = batch.map((message) => toRecord(message, poller.queueArn))
  const result = await poller.lambda.invoke({ Records: records })
  const { failed, error } = failedMessages(ids, result, poller.reportsFailures)
  poller.emit({
    type: 'mapping.batch',
    mapping: poller.name,
    function: poller.lambda.name,
    messages: batch.length,
    failed,
    ...(error !== undefined && { error }),
  })

  const done = batch.filter(({ messageId }) => !failed.includes(messageId))
  for (let first = 0; first < done.length; first += MESSAGES_PER_CALL_MAX) {
    const chunk = done.slice(first, first + MESSAGES_PER_CALL_MAX)
    await poller.queue.remove(chunk.map(({ receiptHandle }) => receiptHandle))
  }
}

function isExpired({ attributes }: ReceivedMessage, { clock, retentionSeconds }: Poller): boolean {
  const sentAt = Number(attributes.SentTimestamp ?? clock.now())
  return clock.now() - sentAt > retentionSeconds * 1000
}

function stoppedBy({ messageId }: ReceivedMessage, name: string): StoppedByName {
  const reason = `message ${messageId} is older than the queue keeps messages`
  return new StoppedByName(name, 'MessageRetentionPeriod', reason)
}

function toRecord(message: ReceivedMessage, queueArn: string): SqsRecord {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: message.messageAttributes,
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  }
}
