import type { OrderAction, OrderName } from '../publish/order-action.ts'
import { orderFlow } from '../publish/order-flow.ts'

const SEED = 42

/** A short run that shows every kind of change: three orders, one shipped, one cancelled, one deleted. */
export function demonstration(): OrderAction[] {
  const created = orderFlow(SEED)
    .filter((action) => action.action === 'create')
    .take(3)
    .toArray()
  const [shipped, cancelled, deleted] = created.map(({ order }) => nameOf(order))
  if (!shipped || !cancelled || !deleted)
    throw new Error('a flow makes as many orders as asked for')
  return [
    ...created,
    { action: 'status', order: shipped, status: 'confirmed' },
    { action: 'status', order: cancelled, status: 'cancelled' },
    { action: 'status', order: shipped, status: 'shipped' },
    { action: 'delete', order: deleted },
  ]
}

function nameOf({ customerId, orderId }: OrderName): OrderName {
  return { customerId, orderId }
}
