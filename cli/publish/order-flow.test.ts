import { describe, expect, it } from 'vitest'
import type { OrderAction } from './order-action.ts'
import { orderFlow } from './order-flow.ts'

const DAY = 2_000

describe('orderFlow', () => {
  it('makes the same changes from the same seed, and others from another', () => {
    const first = orderFlow(3).take(DAY).toArray()

    expect(orderFlow(3).take(DAY).toArray()).toEqual(first)
    expect(orderFlow(4).take(DAY).toArray()).not.toEqual(first)
  })

  it('changes and deletes only orders that were created and are still open', () => {
    const open = new Set<string>()

    const strays = orderFlow(5)
      .take(DAY)
      .filter((action) => !follows(action, open))
      .toArray()

    expect(strays).toEqual([])
  })

  it('has every kind of change, and a few customers who order often', () => {
    const actions = orderFlow(6).take(DAY).toArray()

    const kinds = new Set(
      actions.map((action) => ('status' in action ? action.status : action.action)),
    )
    expect([...kinds].toSorted()).toEqual([
      'cancelled',
      'confirmed',
      'create',
      'delete',
      'delivered',
      'shipped',
    ])
    const orders = Map.groupBy(
      actions.filter(({ action }) => action === 'create'),
      ({ order }) => order.customerId,
    )
    const busiest = Math.max(...[...orders.values()].map((ofOne) => ofOne.length))
    expect(busiest).toBeGreaterThan(5 * (DAY / 1_000))
  })
})

/** Keeps the set of open orders and says whether the action fits it. */
function follows(action: OrderAction, open: Set<string>): boolean {
  const { orderId } = action.order
  if (action.action === 'create') return !open.has(orderId) && Boolean(open.add(orderId))
  const ends = action.action === 'delete' || ['cancelled', 'delivered'].includes(action.status)
  return ends ? open.delete(orderId) : open.has(orderId)
}
