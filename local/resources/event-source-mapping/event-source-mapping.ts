import { randomUUID } from 'node:crypto'
import { isRecord } from '../../../shared/json/is-record.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import {
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import {
  BATCH_SIZE_DEFAULT,
  BATCH_SIZE_MAX,
  BATCH_SIZE_WITHOUT_WINDOW_MAX,
  CONCURRENCY_MAX,
  CONCURRENCY_MIN,
  WINDOW_SECONDS_MAX,
} from './limits.ts'
import { pollQueue } from './poll-queue.ts'
import { createQueuePort } from './queue-port.ts'

/** A queue that feeds a function. */
export const eventSourceMapping: ResourceModel = {
  type: 'AWS::Lambda::EventSourceMapping',

  support: objectOf({
    EventSourceArn: modelled(),
    FunctionName: modelled(),
    BatchSize: modelled(),
    MaximumBatchingWindowInSeconds: modelled(),
    FunctionResponseTypes: listOf(modelled('ReportBatchItemFailures')),
    ScalingConfig: objectOf({ MaximumConcurrency: modelled() }),
    Enabled: modelled(),
    KmsKeyArn: noLocalMeaning(because.encryption),
    MetricsConfig: noLocalMeaning('Metrics are not collected locally.'),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, stack) {
    const queue = findByArn(stack.queues, properties.EventSourceArn, 'the event source')
    const lambda = findFunction(properties.FunctionName, stack)
    const { batchSize, windowMs, concurrency } = readSettings(properties)
    const responseTypes = properties.FunctionResponseTypes
    const stopping = new AbortController()
    const pollers = Math.min(concurrency, lambda.processesMax)
    const polling =
      String(properties.Enabled ?? 'true') === 'true'
        ? Array.from({ length: pollers }, () =>
            pollQueue({
              ...stack,
              name: logicalId,
              queue: createQueuePort(stack.clients.sqs, queue.url),
              queueArn: queue.arn,
              retentionSeconds: queue.retentionSeconds,
              lambda,
              batchSize,
              windowMs,
              reportsFailures: Array.isArray(responseTypes) && responseTypes.length > 0,
              signal: stopping.signal,
            }),
          )
        : []
    const stop = async () => {
      stopping.abort()
      await Promise.all(polling)
    }
    const ref = randomUUID()
    return { ref, attributes: { Id: ref }, stop }
  },
}

/** By ARN or by name. */
function findFunction(nameOrArn: unknown, { functions }: Stack): LocalFunction {
  const byName = [...functions.values()].find(({ name }) => name === nameOrArn)
  return byName ?? findByArn(functions, nameOrArn, 'the function')
}

function readSettings(properties: TemplateObject): {
  batchSize: number
  windowMs: number
  concurrency: number
} {
  const batchSize = Number(properties.BatchSize ?? BATCH_SIZE_DEFAULT)
  const windowSeconds = Number(properties.MaximumBatchingWindowInSeconds ?? 0)
  const scaling = isRecord(properties.ScalingConfig) ? properties.ScalingConfig : {}
  // Without a maximum only the processes of the function limit it.
  const concurrency = Number(scaling.MaximumConcurrency ?? CONCURRENCY_MAX)

  requireWithin('BatchSize', batchSize, 1, BATCH_SIZE_MAX)
  requireWithin('MaximumBatchingWindowInSeconds', windowSeconds, 0, WINDOW_SECONDS_MAX)
  requireWithin('MaximumConcurrency', concurrency, CONCURRENCY_MIN, CONCURRENCY_MAX)
  if (batchSize > BATCH_SIZE_WITHOUT_WINDOW_MAX && windowSeconds < 1) {
    throw new Error(`BatchSize of ${batchSize} needs MaximumBatchingWindowInSeconds of at least 1`)
  }
  return { batchSize, windowMs: windowSeconds * 1000, concurrency }
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return
  throw new Error(`${name} must lie within ${least} and ${most}, not ${value}`)
}
