import type { BusEvent } from './bus-event.ts'
import { EVENTS_IN_FLIGHT_MAX } from './limits.ts'

/** What a rule does with an event that is for it. */
export interface BusRule {
  readonly arn: string
  matches(event: BusEvent): boolean
  /** Resolves when every target has it, or the delivery was given up. Never rejects. */
  deliver(event: BusEvent, body: string): Promise<void>
}

export interface EventBus {
  readonly arn: string
  readonly name: string
  addRule(rule: BusRule): void
  /**
   * Takes an event and hands it to each rule that matches, in no order, as on AWS.
   *
   * @param body the event as targets get it.
   * @returns false when too many events are on their way.
   */
  publish(event: BusEvent, body: string): boolean
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>
}

/** @param onAccepted told of each event once, whether a rule takes it or not. */
export function createEventBus(options: {
  readonly arn: string
  readonly name: string
  readonly onAccepted: (event: BusEvent) => void
}): EventBus {
  const rules: BusRule[] = []
  const deliveries = new Set<Promise<void>>()

  const start = (rule: BusRule, event: BusEvent, body: string) => {
    const delivery = rule.deliver(event, body).finally(() => deliveries.delete(delivery))
    deliveries.add(delivery)
  }
  return {
    arn: options.arn,
    name: options.name,
    addRule: (rule) => rules.push(rule),
    publish(event, body) {
      if (deliveries.size >= EVENTS_IN_FLIGHT_MAX) return false
      options.onAccepted(event)
      for (const rule of rules) if (rule.matches(event)) start(rule, event, body)
      return true
    },
    async idle() {
      while (deliveries.size > 0) await Promise.all(deliveries)
    },
  }
}
