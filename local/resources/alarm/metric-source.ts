import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import type { Metric } from '../../metrics/metric-point.ts'
import { createMetricStore, type Statistics } from '../../metrics/metric-store.ts'
import type { Stack } from '../resource-model.ts'

/** Where an alarm takes its values from. */
export interface MetricSource {
  /** Takes the value of a moment, where the metric is one that AWS measures. Rejects without it. */
  sample?(atMs: number): Promise<void>
  read(span: { fromMs: number; untilMs: number }): Statistics | undefined
}

/** Metrics that AWS measures itself, as far as it does here. */
const MEASURED: Readonly<Record<string, (metric: Metric, stack: Stack) => MetricSource>> = {
  'AWS/SQS ApproximateNumberOfMessagesVisible': measureQueue,
  // No value comes of these. A delivery that fails, and a mapping that does not read, are told by their
  // own models; and SQS here does not say how old a message is.
  'AWS/Firehose DeliveryToS3.DataFreshness': neverMeasured,
  'AWS/SQS ApproximateAgeOfOldestMessage': neverMeasured,
}
const OF_AWS = /^AWS\//

export function isModelledMetric({ namespace, name }: Metric): boolean {
  return !OF_AWS.test(namespace) || Object.hasOwn(MEASURED, `${namespace} ${name}`)
}

/** @throws Error when what is measured is not in the stack. */
export function openMetricSource(metric: Metric, stack: Stack): MetricSource {
  const measure = MEASURED[`${metric.namespace} ${metric.name}`]
  return measure === undefined
    ? { read: (span) => stack.metrics.read(metric, span) }
    : measure(metric, stack)
}

function neverMeasured(): MetricSource {
  return { read: () => undefined }
}

function measureQueue(metric: Metric, { queues, clients }: Stack): MetricSource {
  const { QueueName: name } = metric.dimensions
  const queue = [...queues.values()].find((one) => one.name === name)
  if (queue === undefined) throw new Error(`the queue ${String(name)} is not in this stack`)
  const measured = createMetricStore()
  const command = new GetQueueAttributesCommand({
    QueueUrl: queue.url,
    AttributeNames: ['ApproximateNumberOfMessages'],
  })
  return {
    async sample(atMs) {
      const { Attributes } = await clients.sqs.send(command)
      measured.add({ ...metric, value: Number(Attributes?.ApproximateNumberOfMessages ?? 0) }, atMs)
    },
    read: (span) => measured.read(metric, span),
  }
}
