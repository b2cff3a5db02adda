import type { BusEvent } from './bus-event.ts'
import { EVENT_BYTES_IN_FLIGHT_MAX, EVENTS_IN_FLIGHT_MAX } from './limits.ts'

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
   * @returns false when too much is on its way.
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
  const underWay = new Set<Promise<unknown>>()
  let bytesUnderWay = 0

  const start = (takers: readonly BusRule[], event: BusEvent, body: string) => {
    const bytes = Buffer.byteLength(body)
    bytesUnderWay += bytes
    const deliveries = Promise.all(takers.map((rule) => rule.deliver(event, body))).finally(() => {
      bytesUnderWay -= bytes
      underWay.delete(deliveries)
    })
    underWay.add(deliveries)
  }
  const isFull = () =>
    underWay.size >= EVENTS_IN_FLIGHT_MAX || bytesUnderWay >= EVENT_BYTES_IN_FLIGHT_MAX

  return {
    arn: options.arn,
    name: options.name,
    addRule: (rule) => rules.push(rule),
    publish(event, body) {
      if (isFull()) return false
      options.onAccepted(event)
      const takers = rules.filter((rule) => rule.matches(event))
      if (takers.length > 0) start(takers, event, body)
      return true
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
