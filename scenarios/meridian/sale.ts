/**
 * A flash sale as a plan of writes: a shop's day on many keys, and beside it one key under which the
 * orders of the sale come in at a high rate. One of them is once written malformed.
 *
 * The same seed and timeline give the same plan, byte for byte.
 */
import {
  type OrderAction,
  type OrderName,
  orderItem,
  orderKey,
} from '../../cli/publish/order-action.ts'
import { orderFlow } from '../../cli/publish/order-flow.ts'
import type { SaleEvent, Timeline } from './timeline.ts'

/** The channel through which the sale's buyers come: its orders share a partition key. */
export const HOT_CUSTOMER = 'flash-sale'
/** Changes a second. */
export const HOT_RATE = 25
export const COLD_RATE = 5

/** Of the moment that the plan begins at: it is in every item, and so it does not come from a clock. */
const FIRST_MS = Date.UTC(2026, 10, 27, 8)

export interface SaleChange {
  /** From the beginning of the part, milliseconds; ascending in a plan. */
  readonly atMs: number
  /** As change events and documents name the item. */
  readonly id: string
  readonly order: OrderName
  /** What the item is from now on; undefined: it is removed. */
  readonly item?: Readonly<Record<string, unknown>>
  /** Which of the item's changes it is: its `updatedAt`, or what is said of a removal. Rises. */
  readonly mark: string
  /** It fits no schema. */
  readonly isMalformed: boolean
  /** What happens with it. */
  readonly event?: SaleEvent
}

/** What stands for `updatedAt` where there is none: above every time. */
export const REMOVED = 'removed'

export function planSale(options: {
  readonly seed: number
  readonly timeline: Timeline
}): readonly SaleChange[] {
  const { seed, timeline } = options
  const { sale, over } = timeline
  const cold = spread(orderFlow(2 * seed), { from: 0, until: over, rate: COLD_RATE })
  const hot = spread(orderFlow(2 * seed + 1), { from: sale, until: over, rate: HOT_RATE })
  const items = new Map<string, Readonly<Record<string, unknown>>>()
  return [
    ...cold.map((one) => toChange(one, items)),
    ...hot.map(({ atMs, action }) => toChange({ atMs, action: underHotKey(action) }, items)),
    ...limitedOrder(timeline),
  ].toSorted((one, other) => one.atMs - other.atMs)
}

interface TimedAction {
  readonly atMs: number
  readonly action: OrderAction
}

function spread(
  flow: Generator<OrderAction, never>,
  { from, until, rate }: { readonly from: number; readonly until: number; readonly rate: number },
): readonly TimedAction[] {
  const stepMs = 1_000 / rate
  return Array.from({ length: (until - from) * rate }, (_, place) => ({
    atMs: Math.round(from * 1_000 + place * stepMs),
    action: flow.next().value,
  }))
}

function underHotKey(action: OrderAction): OrderAction {
  return { ...action, order: { ...action.order, customerId: HOT_CUSTOMER } } as OrderAction
}

type Item = Readonly<Record<string, unknown>>

function toChange({ atMs, action }: TimedAction, items: Map<string, Item>): SaleChange {
  const { customerId, orderId } = action.order
  const order = { customerId, orderId }
  const id = idOf(order)
  if (action.action === 'delete') return { atMs, id, order, mark: REMOVED, isMalformed: false }
  const item =
    action.action === 'create'
      ? orderItem(action.order, timeAt(atMs))
      : { ...items.get(id), status: action.status }
  items.set(id, item)
  return toPut(order, { atMs, item })
}

/** One more order, of a customer who has none yet. */
export function planNextDay({ end }: Timeline): SaleChange {
  const order = { customerId: 'next-day', orderId: 'o-next-day' }
  return toPut(order, { atMs: end * 1_000, item: anOrder(order, end * 1_000) })
}

/** The one order that is written malformed, by somebody's script, and corrected later. */
function limitedOrder({ sale, malformed, corrected }: Timeline): readonly SaleChange[] {
  const order = { customerId: HOT_CUSTOMER, orderId: 'o-limited-edition' }
  const pending = anOrder(order, sale * 1_000)
  const confirmed = { ...pending, status: 'confirmed' }
  const broken = { ...confirmed, items: '3 x KB-87' }
  return [
    { ...toPut(order, { atMs: sale * 1_000, item: pending }), event: 'sale' },
    {
      ...toPut(order, { atMs: malformed * 1_000, item: broken }),
      event: 'malformed',
      isMalformed: true,
    },
    { ...toPut(order, { atMs: corrected * 1_000, item: confirmed }), event: 'corrected' },
  ]
}

function anOrder(order: OrderName, atMs: number): Item {
  const items = [{ sku: 'KB-87', name: 'Keyboard', quantity: 3, unitPrice: 129.9 }]
  const address = { name: 'A customer', line1: '1 High St', city: 'Lodz', postcode: '90-001' }
  const shippingAddress = { ...address, country: 'PL' }
  const email = 'customer@example.org'
  return orderItem({ ...order, items, currency: 'EUR', shippingAddress, email }, timeAt(atMs))
}

function toPut(order: OrderName, put: { readonly atMs: number; readonly item: Item }): SaleChange {
  const mark = timeAt(put.atMs)
  const item = { ...put.item, updatedAt: mark }
  return { atMs: put.atMs, order, mark, isMalformed: false, id: idOf(order), item }
}

function timeAt(ms: number): string {
  return new Date(FIRST_MS + ms).toISOString()
}

function idOf(order: OrderName): string {
  const { pk, sk } = orderKey(order)
  return `${pk}|${sk}`
}
