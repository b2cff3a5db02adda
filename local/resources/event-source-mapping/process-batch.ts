import { failedMessages } from './failed-messages.ts'
import type { GatheredBatch } from './gather-batch.ts'
import { invokeUntilRun } from './invoke-until-run.ts'
import type { Polling } from './polling.ts'
import { removeAll } from './remove-all.ts'
import { toSqsRecord } from './sqs-record.ts'

/**
 * Hands a batch to the function and deletes what it took.
 *
 * @throws when messages could not be deleted; they will be delivered again.
 */
export async function processBatch(
  { messages, receivedAt }: GatheredBatch,
  polling: Polling,
): Promise<void> {
  const { name, lambda, queueArn, reportsFailures, concurrency, emit } = polling
  const records = messages.map((message) => toSqsRecord(message, queueArn))
  const result = await invokeUntilRun({
    ...polling,
    invoke: () => lambda.invoke({ Records: records }),
    visibleAt: receivedAt + polling.visibilityMs,
    onThrottled(delayMs) {
      concurrency.reduce()
      const reason = `${lambda.name} is throttled`
      emit({ type: 'retry.scheduled', resource: name, delayMs, reason })
    },
  })
  if (result.ok) concurrency.restore()
  else if (!result.throttled && !reportsFailures) concurrency.reduce()

  const ids = messages.map(({ messageId }) => messageId)
  const { failed, error } = failedMessages(ids, result, reportsFailures)
  emit({
    type: 'mapping.batch',
    mapping: name,
    function: lambda.name,
    messages: messages.length,
    failed,
    ...(error !== undefined && { error }),
  })
  const stay = new Set(failed)
  await removeAll(
    messages.filter(({ messageId }) => !stay.has(messageId)),
    polling.queue,
  )
}
