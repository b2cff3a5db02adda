import {
  at,
  list,
  type Resource,
  referencesIn,
  resourcesOf,
  type Template,
  target,
} from '../template.ts'
import { queuesAllowed, statementsIn } from './policies.ts'

/** SQS accepts no more: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MESSAGE_BYTES_MAX = 1_048_576
/** Batches above this need a window. */
const UNBUFFERED_BATCH_MAX = 10

/** A queue that something sends to and that does not let it in. */
export function findClosedQueues(template: Template): string[] {
  const fromService = [
    ...resourcesOf(template, 'AWS::Events::Rule').flatMap(([id, rule]) => ruleQueues(id, rule)),
    ...resourcesOf(template, 'AWS::Events::EventBus').flatMap(([id, bus]) =>
      list(target(at(bus, 'Properties.DeadLetterConfig.Arn'))).map((queue) => ({
        from: id,
        queue,
      })),
    ),
  ]
  const closed = fromService
    .filter(({ from, queue }) => !letsIn(template, String(queue), from))
    .map(({ from, queue }) => `${queue} does not let ${from} in`)

  const pipes = resourcesOf(template, 'AWS::Pipes::Pipe').flatMap(([id, pipe]) => {
    const queue = target(
      at(pipe, 'Properties.SourceParameters.DynamoDBStreamParameters.DeadLetterConfig.Arn'),
    )
    const role = target(at(pipe, 'Properties.RoleArn')) ?? ''
    if (queue === undefined) return [`${id} has no DLQ`]
    const allowed = queuesAllowed(template, role, 'sqs:SendMessage').includes(queue)
    return allowed ? [] : [`${role} may not send to ${queue}`]
  })
  return [...closed, ...pipes]
}

/** A rule target without a DLQ or a retry policy of its own. */
export function findUnguardedTargets(template: Template): string[] {
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(([id, rule]) =>
    list(at(rule, 'Properties.Targets')).flatMap((one) =>
      [
        'RetryPolicy.MaximumRetryAttempts',
        'RetryPolicy.MaximumEventAgeInSeconds',
        'DeadLetterConfig.Arn',
      ]
        .filter((path) => at(one, path) === undefined)
        .map((path) => `target ${at(one, 'Id')} of ${id} has no ${path}`),
    ),
  )
}

/** A rule whose dead letters wake nobody, or that has no queue between it and its function. */
export function findUnwatchedRules(template: Template): string[] {
  const watched = new Set(
    resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .filter(([, alarm]) => at(alarm, 'Properties.Threshold') === 0)
      .flatMap(([, alarm]) => referencesIn(at(alarm, 'Properties.Dimensions'))),
  )
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(([id, rule]) =>
    list(at(rule, 'Properties.Targets')).flatMap((one) => {
      const queue = template.Resources[target(at(one, 'Arn')) ?? '']
      const dlqs = [
        target(at(one, 'DeadLetterConfig.Arn')),
        target(at(queue, 'Properties.RedrivePolicy.deadLetterTargetArn')),
      ]
      return [
        ...(queue?.Type === 'AWS::SQS::Queue' ? [] : [`${id} has a target that is no queue`]),
        ...(dlqs[0] === dlqs[1] ? [] : [`${id} and its queue have different DLQs`]),
        ...(dlqs.every((dlq) => watched.has(dlq ?? ''))
          ? []
          : [`no alarm watches the DLQ of ${id}`]),
      ]
    }),
  )
}

/** A queue whose messages could expire, be cut off, or lie unencrypted. */
export function findUnsafeQueues(template: Template): string[] {
  return resourcesOf(template, 'AWS::SQS::Queue').flatMap(([id, queue]) => {
    const dlqId = target(at(queue, 'Properties.RedrivePolicy.deadLetterTargetArn'))
    const dlq = dlqId === undefined ? undefined : template.Resources[dlqId]
    const retention = Number(at(queue, 'Properties.MessageRetentionPeriod') ?? 0)
    const dlqRetention = Number(at(dlq, 'Properties.MessageRetentionPeriod') ?? 0)
    return [
      ...(at(queue, 'Properties.MaximumMessageSize') === MESSAGE_BYTES_MAX
        ? []
        : [`${id} does not take the largest event`]),
      ...(target(at(queue, 'Properties.KmsMasterKeyId')) === undefined ? [`${id} has no key`] : []),
      ...(dlq !== undefined && dlqRetention < retention ? [`${dlqId} forgets before ${id}`] : []),
    ]
  })
}

/** A mapping that AWS would refuse, or that would let a batch be handed out twice at once. */
export function findUnsafeMappings(template: Template): string[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => {
    const properties = mapping.Properties
    const queue = template.Resources[target(properties?.EventSourceArn) ?? '']
    const lambda = template.Resources[target(properties?.FunctionName) ?? '']
    const window = Number(properties?.MaximumBatchingWindowInSeconds ?? 0)
    const timeout = Number(at(lambda, 'Properties.Timeout'))
    const visibility = Number(at(queue, 'Properties.VisibilityTimeout'))
    return [
      ...(Number(properties?.BatchSize) > UNBUFFERED_BATCH_MAX && window < 1
        ? [`${id} has a batch above ${UNBUFFERED_BATCH_MAX} and no window`]
        : []),
      ...(visibility >= 6 * timeout + window
        ? []
        : [`${id}: visibility is below 6 x timeout + window`]),
      ...(list(properties?.FunctionResponseTypes).includes('ReportBatchItemFailures')
        ? []
        : [`${id} fails whole batches`]),
      ...(at(properties, 'ScalingConfig.MaximumConcurrency') === undefined
        ? [`${id} has no maximum concurrency`]
        : []),
      ...(at(queue, 'Properties.RedrivePolicy.maxReceiveCount') === undefined
        ? [`the queue of ${id} has no DLQ`]
        : []),
    ]
  })
}

function ruleQueues(id: string, rule: Resource): { from: string; queue: string }[] {
  return list(at(rule, 'Properties.Targets')).flatMap((one) =>
    [target(at(one, 'Arn')), target(at(one, 'DeadLetterConfig.Arn'))].flatMap((queue) =>
      queue === undefined ? [] : [{ from: id, queue }],
    ),
  )
}

/** Whether the queue's policy allows EventBridge to send, for this sender or for this account. */
function letsIn(template: Template, queue: string, sender: string): boolean {
  return statementsIn(template)
    .filter(({ owner }) => template.Resources[owner]?.Type === 'AWS::SQS::QueuePolicy')
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('sqs:SendMessage'))
    .filter(({ principal }) => at(principal, 'Service') === 'events.amazonaws.com')
    .filter(({ resources }) => referencesIn(resources).includes(queue))
    .some(({ condition }) =>
      [sender, 'AWS::AccountId'].some((allowed) => referencesIn(condition).includes(allowed)),
    )
}
