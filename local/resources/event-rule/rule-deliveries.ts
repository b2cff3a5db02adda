import type { BusEvent } from '../event-bus/bus-event.ts'
import type { Stack } from '../resource-model.ts'
import {
  type Delivery,
  type DeliveryEnd,
  deliverToTarget,
  type RuleTarget,
} from './deliver-to-target.ts'
import { STOP_MS_MAX } from './limits.ts'

/** What one rule has on its way: each event to each target by itself. */
export interface RuleDeliveries {
  /**
   * Never rejects.
   *
   * @returns true when each target, or its DLQ, has the event, or it was dropped; false when a stop
   * left it to the next run.
   */
  deliver(event: BusEvent, body: string): Promise<boolean>
  /**
   * Has everything that waits tried once more, and waits for that within a bound. Tells how many
   * events it lost, those included that were still being sent at the end; what is kept is not lost.
   */
  stop(): Promise<void>
}

export function createRuleDeliveries(options: {
  readonly rule: string
  readonly ruleArn: string
  readonly targets: readonly RuleTarget[]
  readonly stack: Pick<Stack, 'clock' | 'random' | 'emit'>
  /** The bus holds each event for the next run until it is delivered. */
  readonly isKept?: boolean
}): RuleDeliveries {
  const { rule, ruleArn, targets, stack, isKept = false } = options
  const stopping = new AbortController()
  const underWay = new Map<Promise<DeliveryEnd>, Delivery>()
  let lost = 0

  const start = (delivery: Delivery): Promise<DeliveryEnd> => {
    const run = async () => {
      const end = await deliverToTarget(delivery)
      underWay.delete(running)
      if (end === 'dropped' && stopping.signal.aborted) lost++
      return end
    }
    const running = run()
    underWay.set(running, delivery)
    return running
  }

  return {
    async deliver(event, body) {
      const common = { event, body, rule, ruleArn, stack, isKept, signal: stopping.signal }
      const ends = await Promise.all(targets.map((target) => start({ ...common, target })))
      return !ends.includes('kept')
    },
    async stop() {
      stopping.abort()
      const finished = new AbortController()
      const all = async () => {
        while (underWay.size > 0) await Promise.all(underWay.keys())
      }
      await Promise.race([all(), stack.clock.sleep(STOP_MS_MAX, finished.signal)])
      finished.abort()
      const unanswered = isKept ? [] : [...underWay.values()]
      for (const { target, event } of unanswered) {
        const about = { rule, target: target.queue.name, eventId: event.id }
        const reason = 'the runtime stopped while it was being sent: it may have arrived'
        stack.emit({ type: 'event.dropped', ...about, errorCode: 'TIMEOUT', reason })
      }
      lost += unanswered.length
      if (lost > 0) stack.emit({ type: 'rule.stopped', rule, lost })
    },
  }
}
