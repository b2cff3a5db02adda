import { describe, expect, it } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { nameStack } from '../../template/stack-names.ts'
import { createEventBus } from '../event-bus/event-bus.ts'
import type { Stack } from '../resource-model.ts'
import { eventRule } from './event-rule.ts'
import { anEvent } from './fake-destination.ts'
import { eventRuleRules } from './rules.ts'

/** A bus with one rule to one queue, made as the runtime makes it. */
async function aBusWithRule(properties: Record<string, string> = {}) {
  const sent: unknown[] = []
  const callers: unknown[] = []
  const bus = createEventBus({ arn: 'arn:bus', name: 'changes', onAccepted: () => undefined })
  const queue = { arn: 'arn:queue', name: 'queue', url: 'http://queue', retentionSeconds: 60 }
  const parts = {
    names: nameStack('test'),
    clock: createFakeClock(),
    chaos: createChaos(createFakeClock()),
    random: () => 1,
    emit: () => undefined,
    clients: { messages: { call: async (_: string, input: unknown) => ({ _: sent.push(input) }) } },
    buses: new Map([[bus.arn, bus]]),
    queues: new Map([[queue.arn, queue]]),
    access: {
      ofService: (call: unknown) => {
        callers.push(call)
        return () => undefined
      },
    },
  }
  const rule = await eventRule.create(
    {
      logicalId: 'SearchRule',
      type: eventRule.type,
      properties: {
        Name: 'search',
        EventBusName: 'changes',
        EventPattern: { source: ['tailrace'] },
        Targets: [{ Id: 'a', Arn: 'arn:queue' }],
        ...properties,
      },
    },
    // Only what a rule uses is there.
    parts as unknown as Stack,
  )
  return { bus, rule, sent, callers }
}

describe('an event rule', () => {
  it('sends to its queue as the service, in the name of its ARN', async () => {
    const { bus, rule, sent, callers } = await aBusWithRule()

    bus.publish(anEvent(), 'body')
    await bus.idle()

    const sourceArn = 'arn:aws:events:eu-west-1:000000000000:rule/changes/search'
    expect(sent).toMatchObject([{ QueueUrl: 'http://queue', MessageBody: 'body' }])
    expect(rule.attributes).toEqual({ Arn: sourceArn })
    expect(callers).toEqual([{ service: 'events.amazonaws.com', sourceArn }])
  })

  it(eventRuleRules.disabled.text, async () => {
    const { bus, sent } = await aBusWithRule({ State: 'DISABLED' })

    bus.publish(anEvent(), 'body')
    await bus.idle()

    expect(sent).toEqual([])
  })

  it('names a bus that is not in the stack', async () => {
    await expect(aBusWithRule({ EventBusName: 'other' })).rejects.toThrow('the bus other is not')
  })
})
