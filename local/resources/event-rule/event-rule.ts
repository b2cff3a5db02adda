import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { isRecord } from '../../../shared/json/is-record.ts'
import { compilePattern } from '../../event-pattern/index.ts'
import { createLimiter } from '../../limiter.ts'
import {
  actsOnFailure,
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  EVENT_AGE_SECONDS_DEFAULT,
  RETRY_ATTEMPTS_DEFAULT,
  SENDS_PARALLEL_MAX,
} from '../event-bus/limits.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import { deliverToTarget, type RuleTarget } from './deliver-to-target.ts'

/** Targets of one rule. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const TARGETS_MAX = 5

/** A rule of a custom bus whose targets are queues. */
export const eventRule: ResourceModel = {
  type: 'AWS::Events::Rule',

  support: objectOf({
    Name: modelled(),
    EventBusName: modelled(),
    EventPattern: modelled(),
    State: modelled('ENABLED', 'DISABLED'),
    Targets: listOf(
      objectOf({
        Id: modelled(),
        Arn: modelled(),
        RetryPolicy: objectOf({
          MaximumRetryAttempts: actsOnFailure('a delivery that fails is given up after it'),
          MaximumEventAgeInSeconds: actsOnFailure('a delivery that fails is given up after it'),
        }),
        DeadLetterConfig: actsOnFailure('an event whose delivery is given up goes there'),
      }),
    ),
    Description: noLocalMeaning(because.description),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, stack) {
    const { names, buses } = stack
    const busName = String(properties.EventBusName)
    const bus = [...buses.values()].find(({ name, arn }) => name === busName || arn === busName)
    if (bus === undefined) throw new Error(`the bus ${busName} is not in this stack`)
    const name = String(properties.Name ?? names.physicalName(logicalId))
    const arn = names.arn('events', `rule/${bus.name}/${name}`)

    const matches = compilePattern(properties.EventPattern, 'rule')
    const targets = readTargets(properties.Targets, { logicalId, stack })
    const stopping = new AbortController()
    if (properties.State !== 'DISABLED') {
      bus.addRule({
        arn,
        matches,
        deliver: async (event, body) => {
          await Promise.all(
            targets.map((target) =>
              deliverToTarget({
                event,
                body,
                target,
                rule: logicalId,
                stack,
                signal: stopping.signal,
              }),
            ),
          )
        },
      })
    }
    const stop = async () => stopping.abort()
    return { ref: `${bus.name}|${name}`, attributes: { Arn: arn }, stop }
  },
}

function readTargets(
  value: unknown,
  { logicalId, stack }: { logicalId: string; stack: Stack },
): RuleTarget[] {
  const targets = Array.isArray(value) ? (value as TemplateObject[]) : []
  if (targets.length > TARGETS_MAX) {
    throw new Error(`${logicalId} has ${targets.length} targets; a rule has at most ${TARGETS_MAX}`)
  }
  return targets.map(({ Arn, RetryPolicy }) => {
    const queue = findByArn(stack.queues, Arn, 'the target queue')
    const policy = isRecord(RetryPolicy) ? RetryPolicy : {}
    const limit = createLimiter(SENDS_PARALLEL_MAX)
    return {
      name: queue.name,
      retryAttemptsMax: Number(policy.MaximumRetryAttempts ?? RETRY_ATTEMPTS_DEFAULT),
      eventAgeMsMax: Number(policy.MaximumEventAgeInSeconds ?? EVENT_AGE_SECONDS_DEFAULT) * 1000,
      send: async (body) => {
        const command = new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body })
        await limit(() => stack.clients.sqs.send(command))
      },
    }
  })
}
