import type { NewOrder, OrderAction, OrderLine } from '../../publish/order-action.ts'
import { orderFlow } from '../../publish/order-flow.ts'

const SEED = 1
/** Enough that the share of each kind of change is that of a long day. */
const CHANGES = 1_000

/**
 * A shop's day, as `tailrace publish --count` writes it, the same each time.
 *
 * @param extraLines so many lines more in each order, to make its item larger.
 */
export function exampleChanges(extraLines: number, count = CHANGES): readonly OrderAction[] {
  return [...orderFlow(SEED).take(count)].map((action) =>
    action.action === 'create' ? { ...action, order: withLines(action.order, extraLines) } : action,
  )
}

/** The order's own lines, again and again. */
function withLines(order: NewOrder, extra: number): NewOrder {
  const lines = order.items.length
  const more = Array.from({ length: extra }, (_, place) => order.items[place % lines])
  return { ...order, items: [...order.items, ...more.filter((line): line is OrderLine => !!line)] }
}
