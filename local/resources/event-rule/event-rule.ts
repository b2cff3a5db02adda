import { compileDeclared, patternOf } from '../../event-pattern/declared-pattern.ts'
import {
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { EventBus } from '../event-bus/event-bus.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'
import { disturbDestination } from './disturbed-destination.ts'
import { readTargets } from './read-targets.ts'
import { createRuleDeliveries } from './rule-deliveries.ts'

/** A rule of a custom bus whose targets are queues. */
export const eventRule: ResourceModel = {
  type: 'AWS::Events::Rule',

  support: objectOf(
    {
      Name: modelled(),
      EventBusName: modelled(),
      EventPattern: patternOf('rule'),
      State: modelled('ENABLED', 'DISABLED'),
      Targets: listOf(
        objectOf(
          {
            Id: modelled(),
            Arn: modelled(),
            RetryPolicy: objectOf({
              MaximumRetryAttempts: modelled(),
              MaximumEventAgeInSeconds: modelled(),
            }),
            DeadLetterConfig: objectOf({ Arn: modelled() }, { required: ['Arn'] }),
          },
          { required: ['Id', 'Arn'] },
        ),
      ),
      Description: noLocalMeaning(because.description),
      Tags: noLocalMeaning(because.tags),
    },
    { required: ['EventBusName', 'EventPattern'] },
  ),

  async create({ logicalId, properties }, stack) {
    const { names, access } = stack
    const bus = findBus(String(properties.EventBusName), stack)
    const name = String(properties.Name ?? names.physicalName(logicalId))
    const arn = names.arn('events', `rule/${bus.name}/${name}`)

    const matches = compileDeclared(properties.EventPattern, 'rule')
    const authorize = access.ofService({ service: 'events.amazonaws.com', sourceArn: arn })
    const targets = readTargets(properties.Targets, { stack, authorize }).map((target) => ({
      ...target,
      queue: disturbDestination(target.queue, stack.chaos),
    }))
    const deliveries = createRuleDeliveries({
      rule: logicalId,
      ruleArn: arn,
      targets,
      stack,
      isKept: stack.kept !== undefined,
    })
    if (properties.State !== 'DISABLED') {
      bus.addRule({ arn, matches, deliver: deliveries.deliver })
    }
    const ref = `${bus.name}|${name}`
    return { ref, attributes: { Arn: arn }, stop: deliveries.stop }
  },
}

/** By name or ARN. */
function findBus(nameOrArn: string, { buses }: Pick<Stack, 'buses'>): EventBus {
  const bus = [...buses.values()].find(({ name, arn }) => name === nameOrArn || arn === nameOrArn)
  if (bus === undefined) throw new Error(`the bus ${nameOrArn} is not in this stack`)
  return bus
}
