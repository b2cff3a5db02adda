import { randomUUID } from 'node:crypto'
import { patternOf } from '../../event-pattern/declared-pattern.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { messageOf } from '../../message-of.ts'
import {
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import { requirePermissions, requireVisibility } from './check-creation.ts'
import { disturbFunction } from './disturbed-function.ts'
import { disturbQueue } from './disturbed-queue.ts'
import { filterQueue, readFilter } from './filter-queue.ts'
import { FILTERS_MAX } from './limits.ts'
import { createLocalMapping } from './local-mapping.ts'
import { createQueuePort, readVisibilitySeconds } from './queue-port.ts'
import { readMappingSettings } from './read-mapping-settings.ts'
import { runMapping } from './run-mapping.ts'

/** A queue that feeds a function. */
export const eventSourceMapping: ResourceModel = {
  type: 'AWS::Lambda::EventSourceMapping',

  support: objectOf({
    EventSourceArn: modelled(),
    FunctionName: modelled(),
    BatchSize: modelled(),
    MaximumBatchingWindowInSeconds: modelled(),
    FilterCriteria: objectOf({
      Filters: listOf(objectOf({ Pattern: patternOf('pipe') }), { atMost: FILTERS_MAX }),
    }),
    FunctionResponseTypes: listOf(modelled('ReportBatchItemFailures')),
    ScalingConfig: objectOf({ MaximumConcurrency: modelled() }),
    Enabled: modelled(),
    KmsKeyArn: noLocalMeaning(because.encryption),
    MetricsConfig: noLocalMeaning('No alarm here looks at them.'),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, stack) {
    const { sqs, messages } = stack.clients
    const { url, arn } = findByArn(stack.queues, properties.EventSourceArn, 'the event source')
    const lambda = findFunction(properties.FunctionName, stack)
    const { isEnabled, ...settings } = readMappingSettings(properties)
    const passes = readFilter(properties.FilterCriteria)
    const authorize = stack.access.ofRole(lambda.roleArn)

    requirePermissions(authorize, arn)
    const visibilitySeconds = await readVisibilitySeconds(sqs, url)
    requireVisibility(visibilitySeconds, lambda.timeoutMs)

    const ref = randomUUID()
    const visibilityMs = visibilitySeconds * 1000
    const queue = disturbQueue(createQueuePort({ messages, url, arn, authorize }), stack.chaos)
    const tellRedelivery = (error: unknown) =>
      stack.emit({
        type: 'retry.scheduled',
        resource: logicalId,
        delayMs: visibilityMs,
        reason: messageOf(error),
      })
    const mapping = createLocalMapping({
      ...stack,
      uuid: ref,
      functionArn: String(properties.FunctionName),
      logicalId,
      properties,
      isEnabled,
      run: () =>
        runMapping({
          ...stack,
          ...settings,
          name: logicalId,
          queue: passes === undefined ? queue : filterQueue(queue, passes, tellRedelivery),
          queueArn: arn,
          visibilityMs,
          lambda: disturbFunction(lambda, stack.chaos),
        }),
    })
    stack.mappings.set(ref, mapping)
    return { ref, attributes: { Id: ref }, stop: mapping.stop }
  },
}

/** By ARN or by name. */
function findFunction(nameOrArn: unknown, { functions }: Stack): LocalFunction {
  const byName = [...functions.values()].find(({ name }) => name === nameOrArn)
  return byName ?? findByArn(functions, nameOrArn, 'the function')
}
