import type { BusEvent } from '../event-bus/bus-event.ts'
import type { Stack } from '../resource-model.ts'
import { type Delivery, deliverToTarget, type RuleTarget } from './deliver-to-target.ts'
import { STOP_MS_MAX } from './limits.ts'

/** What one rule has on its way: each event to each target by itself. */
export interface RuleDeliveries {
  /** Resolves when each target, or its DLQ, has the event, or it was dropped. Never rejects. */
  deliver(event: BusEvent, body: string): Promise<void>
  /**
   * Has everything that waits tried once more, and waits for that within a bound. Tells how many
   * events it lost, those included that were still being sent at the end.
   */
  stop(): Promise<void>
}

export function createRuleDeliveries(options: {
  readonly rule: string
  readonly ruleArn: string
  readonly targets: readonly RuleTarget[]
  readonly stack: Pick<Stack, 'clock' | 'random' | 'emit'>
}): RuleDeliveries {
  const { rule, ruleArn, targets, stack } = options
  const stopping = new AbortController()
  const underWay = new Map<Promise<void>, Delivery>()
  let lost = 0

  const start = (delivery: Delivery): Promise<void> => {
    const run = async () => {
      const end = await deliverToTarget(delivery)
      underWay.delete(running)
      if (end === 'dropped' && stopping.signal.aborted) lost++
    }
    const running = run()
    underWay.set(running, delivery)
    return running
  }

  return {
    async deliver(event, body) {
      const common = { event, body, rule, ruleArn, stack, signal: stopping.signal }
      await Promise.all(targets.map((target) => start({ ...common, target })))
    },
    async stop() {
      stopping.abort()
      const finished = new AbortController()
      const all = async () => {
        while (underWay.size > 0) await Promise.all(underWay.keys())
      }
      await Promise.race([all(), stack.clock.sleep(STOP_MS_MAX, finished.signal)])
      finished.abort()
      for (const { target, event } of underWay.values()) {
        const about = { rule, target: target.queue.name, eventId: event.id }
        const reason = 'the runtime stopped while it was being sent: it may have arrived'
        stack.emit({ type: 'event.dropped', ...about, errorCode: 'TIMEOUT', reason })
      }
      lost += underWay.size
      if (lost > 0) stack.emit({ type: 'rule.stopped', rule, lost })
    },
  }
}
