/** What can be done to an order of the example table; what `tailrace publish` and the demonstration write. */
export type OrderStatus = 'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled'

export type OrderAction =
  | { readonly action: 'create'; readonly order: NewOrder }
  | { readonly action: 'status'; readonly order: OrderName; readonly status: OrderStatus }
  | { readonly action: 'delete'; readonly order: OrderName }

export interface OrderName {
  readonly customerId: string
  readonly orderId: string
}

export interface NewOrder extends OrderName {
  readonly currency: string
  readonly items: readonly OrderLine[]
  readonly shippingAddress: Readonly<Record<string, string>>
  readonly email: string
  readonly note?: string
}

export interface OrderLine {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  /** In the order's currency, two decimals. */
  readonly unitPrice: number
}

export const ORDER_STATUSES: readonly OrderStatus[] = [
  'pending',
  'confirmed',
  'shipped',
  'delivered',
  'cancelled',
]

export function orderKey({ customerId, orderId }: OrderName): { pk: string; sk: string } {
  return { pk: `CUSTOMER#${customerId}`, sk: `ORDER#${orderId}` }
}

/** The sum of the lines, without the error of adding doubles. */
function orderTotal(items: readonly OrderLine[]): number {
  const cents = items.reduce(
    (sum, line) => sum + Math.round(line.unitPrice * 100) * line.quantity,
    0,
  )
  return cents / 100
}

/** The item of a new order, as JSON. @param time RFC 3339, whole seconds. */
export function orderItem(order: NewOrder, time: string) {
  const total = orderTotal(order.items)
  return {
    ...orderKey(order),
    ...order,
    status: 'pending',
    total,
    createdAt: time,
    updatedAt: time,
  }
}
