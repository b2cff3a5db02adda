/**
 * A shop's day as a stream of order changes: a few customers order often and most seldom, an order
 * moves from pending to delivered, some are cancelled and some deleted.
 *
 * The same seed gives the same changes.
 */

import { createRandom, type Random } from '../../local/random.ts'
import type { NewOrder, OrderAction, OrderLine, OrderName, OrderStatus } from './order-action.ts'

const CUSTOMERS = 200
/** Orders in progress that the flow keeps about, so that most changes are of an order that exists. */
const OPEN_ORDERS_MIN = 4
const CHANCE_OF_NEW_ORDER = 0.35
const CHANCE_OF_CANCEL = 0.08
const CHANCE_OF_DELETE = 0.05

const NEXT: Readonly<Partial<Record<OrderStatus, OrderStatus>>> = {
  pending: 'confirmed',
  confirmed: 'shipped',
  shipped: 'delivered',
}

const GOODS: readonly { sku: string; name: string; unitPrice: number }[] = [
  { sku: 'KB-87', name: 'Keyboard', unitPrice: 129.9 },
  { sku: 'MS-02', name: 'Mouse', unitPrice: 39.5 },
  { sku: 'DS-27', name: 'Display 27"', unitPrice: 349 },
  { sku: 'HB-04', name: 'USB hub', unitPrice: 24.99 },
  { sku: 'LT-14', name: 'Laptop stand', unitPrice: 54.75 },
  { sku: 'HP-11', name: 'Headphones', unitPrice: 89.0 },
]
const CITIES = [
  { city: 'Lodz', postcode: '90-001', country: 'PL' },
  { city: 'Berlin', postcode: '10115', country: 'DE' },
  { city: 'Lyon', postcode: '69001', country: 'FR' },
  { city: 'Porto', postcode: '4000-010', country: 'PT' },
] as const

export function* orderFlow(seed: number): Generator<OrderAction, never> {
  const random = createRandom(seed)
  const open: { order: OrderName; status: OrderStatus }[] = []
  let ordersMade = 0
  for (;;) {
    if (open.length < OPEN_ORDERS_MIN || random.chance(CHANCE_OF_NEW_ORDER)) {
      ordersMade += 1
      const order = newOrder(random, `o-${seed}-${ordersMade}`)
      open.push({ order: nameOf(order), status: 'pending' })
      yield { action: 'create', order }
      continue
    }
    const place = random.below(open.length)
    const current = open[place]
    if (current === undefined) continue
    yield nextAction(random, current)
    if (current.status === 'delivered' || current.status === 'cancelled') open.splice(place, 1)
  }
}

/** Decides what happens next to an order in progress, and notes its new status. */
function nextAction(
  random: Random,
  current: { order: OrderName; status: OrderStatus },
): OrderAction {
  const { order } = current
  if (random.chance(CHANCE_OF_DELETE)) {
    current.status = 'cancelled'
    return { action: 'delete', order }
  }
  const cancelled = current.status !== 'shipped' && random.chance(CHANCE_OF_CANCEL)
  current.status = cancelled ? 'cancelled' : (NEXT[current.status] ?? 'delivered')
  return { action: 'status', order, status: current.status }
}

function newOrder(random: Random, orderId: string): NewOrder {
  // Squaring favours low numbers: a few customers order often.
  const customer = 1 + Math.floor(CUSTOMERS * random.next() ** 2)
  const items: OrderLine[] = Array.from({ length: 1 + random.below(3) }, () => ({
    ...random.pick(GOODS),
    quantity: 1 + random.below(2),
  }))
  return {
    customerId: `c-${customer}`,
    orderId,
    currency: random.pick(['EUR', 'EUR', 'EUR', 'PLN', 'USD']),
    items,
    shippingAddress: {
      name: `Customer ${customer}`,
      line1: `${1 + random.below(99)} High St`,
      ...random.pick(CITIES),
    },
    email: `customer-${customer}@example.org`,
    ...(random.chance(0.2) ? { note: 'Ring twice' } : {}),
  }
}

function nameOf({ customerId, orderId }: OrderName): OrderName {
  return { customerId, orderId }
}
