import type { Journal } from '../../kept/journal.ts'
import type { BusEvent } from './bus-event.ts'
import { EVENT_BYTES_IN_FLIGHT_MAX, EVENTS_IN_FLIGHT_MAX } from './limits.ts'

/** What a rule does with an event that is for it. */
export interface BusRule {
  readonly arn: string
  matches(event: BusEvent): boolean
  /**
   * Never rejects.
   *
   * @returns true when every target has it, or the delivery was given up; false when a stop left it
   * to the next run.
   */
  deliver(event: BusEvent, body: string): Promise<boolean>
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
  /** Delivers what an earlier run had accepted and not delivered, to the rules of now. */
  resume(): void
  /** Resolves when nothing is on its way any more. */
  idle(): Promise<void>
}

/** An event on its way, and its entry in the journal, if there is one. */
interface Passing {
  readonly event: BusEvent
  readonly body: string
  readonly takers: readonly BusRule[]
  readonly entry: number | undefined
}

export function createEventBus(options: {
  readonly arn: string
  readonly name: string
  /** Told of each event once, whether a rule takes it or not. */
  readonly onAccepted: (event: BusEvent) => void
  /** Holds each event that a rule takes from before it is accepted until it is delivered. */
  readonly journal?: Journal | undefined
}): EventBus {
  const { journal } = options
  const rules: BusRule[] = []
  const underWay = new Set<Promise<unknown>>()
  let bytesUnderWay = 0

  const takersOf = (event: BusEvent) => rules.filter((rule) => rule.matches(event))
  const start = ({ event, body, takers, entry }: Passing) => {
    const bytes = Buffer.byteLength(body)
    bytesUnderWay += bytes
    const deliver = async () => {
      const ends = await Promise.all(takers.map((rule) => rule.deliver(event, body)))
      if (entry !== undefined && !ends.includes(false)) journal?.done(entry)
      bytesUnderWay -= bytes
      underWay.delete(deliveries)
    }
    const deliveries = deliver()
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
      const takers = takersOf(event)
      // Before anybody hears that it was accepted: whoever does may forget it.
      const entry = takers.length > 0 ? journal?.add(body) : undefined
      options.onAccepted(event)
      if (takers.length > 0) start({ event, body, takers, entry })
      return true
    },
    resume() {
      for (const { entry, text: body } of journal?.left() ?? []) {
        const event: BusEvent = JSON.parse(body)
        start({ event, body, takers: takersOf(event), entry })
      }
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
