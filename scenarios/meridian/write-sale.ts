import { setTimeout as delay } from 'node:timers/promises'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { createOrderWriter } from '../../cli/publish/order-writer.ts'
import type { Ledger } from './ledger.ts'
import type { Pipeline } from './pipeline.ts'
import type { SaleChange } from './sale.ts'
import type { SaleEvent } from './timeline.ts'

/**
 * Writes a plan, each change at its time and none before the one before it was acknowledged. A table
 * that is slower than the plan is written to without a pause.
 *
 * @param begunMs when the plan began, by `performance.now()`.
 * @throws the signal's reason when it aborts.
 */
export async function writeSale(
  plan: readonly SaleChange[],
  options: {
    readonly pipeline: Pick<Pipeline, 'endpoints' | 'region' | 'tableName'>
    readonly ledger: Ledger
    readonly begunMs: number
    readonly signal: AbortSignal
    readonly onEvent: (event: SaleEvent) => void
  },
): Promise<void> {
  const { pipeline, ledger, begunMs, signal, onEvent } = options
  const writer = createOrderWriter({
    ...pipeline,
    endpoint: pipeline.endpoints.dynamodb,
    now: () => new Date(),
  })
  try {
    for (const change of plan) {
      const waitMs = begunMs + change.atMs - performance.now()
      if (waitMs > 0) await delay(waitMs, undefined, { signal })
      signal.throwIfAborted()
      if (change.item === undefined) await writer.apply({ action: 'delete', order: change.order })
      else await writer.put(toAttributeMap(change.item))
      ledger.add({ ...change, writtenAtMs: Date.now() })
      if (change.event !== undefined) onEvent(change.event)
    }
    onEvent('over')
  } finally {
    writer.close()
  }
}
