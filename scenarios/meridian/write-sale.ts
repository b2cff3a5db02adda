import { setTimeout as delay } from 'node:timers/promises'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { createOrderWriter, type OrderWriter } from '../../cli/publish/order-writer.ts'
import type { Ledger } from './ledger.ts'
import type { Pipeline } from './pipeline.ts'
import type { SaleChange } from './sale.ts'
import type { SaleEvent } from './timeline.ts'

/** Writes at a time; those of one item come one after another. */
const LANES = 4

interface Writing {
  readonly pipeline: Pick<Pipeline, 'endpoints' | 'region' | 'tableName'>
  readonly ledger: Ledger
  /** When the plan began, by `performance.now()`. */
  readonly begunMs: number
  readonly signal: AbortSignal
  readonly onEvent: (event: SaleEvent) => void
}

/**
 * Writes a plan, each change at its time, and those of an item in their order. A table that is slower
 * than the plan is written to without a pause.
 *
 * @throws the signal's reason when it aborts.
 */
export async function writeSale(plan: readonly SaleChange[], writing: Writing): Promise<void> {
  const { pipeline } = writing
  const endpoint = pipeline.endpoints.dynamodb
  const writer = createOrderWriter({ ...pipeline, endpoint, now: () => new Date() })
  try {
    const lanes = toLanes(plan)
    await Promise.all(lanes.map((changes) => writeLane(changes, writer, writing)))
    writing.onEvent('over')
  } finally {
    writer.close()
  }
}

function toLanes(plan: readonly SaleChange[]): readonly (readonly SaleChange[])[] {
  const laneOf = new Map<string, number>()
  for (const { id } of plan) if (!laneOf.has(id)) laneOf.set(id, laneOf.size % LANES)
  return [...Map.groupBy(plan, ({ id }) => laneOf.get(id)).values()]
}

async function writeLane(
  changes: readonly SaleChange[],
  writer: OrderWriter,
  { ledger, begunMs, signal, onEvent }: Writing,
): Promise<void> {
  for (const change of changes) {
    const waitMs = begunMs + change.atMs - performance.now()
    if (waitMs > 0) await delay(waitMs, undefined, { signal })
    signal.throwIfAborted()
    if (change.item === undefined) await writer.apply({ action: 'delete', order: change.order })
    else await writer.put(toAttributeMap(change.item))
    ledger.add({ ...change, writtenAtMs: Date.now() })
    if (change.event !== undefined) onEvent(change.event)
  }
}
