const LINES = 11

/** A bus event of about 3 KB: a modified order with both images. */
export function anEvent(): Record<string, unknown> {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'order.modified',
    source: 'tailrace',
    account: '000000000000',
    time: '2026-11-21T07:26:36Z',
    region: 'eu-west-1',
    resources: [],
    detail: aChange(),
  }
}

function aChange(): Record<string, unknown> {
  return {
    eventID: 'c81e728d9d4c2f63',
    version: 1,
    type: 'order.modified',
    entity: 'order',
    op: 'modify',
    id: 'CUSTOMER#c-17|ORDER#o-204',
    key: { pk: 'CUSTOMER#c-17', sk: 'ORDER#o-204' },
    time: '2026-11-21T07:26:36Z',
    position: {
      table: 'tailrace-dev-orders',
      stream: '2026-11-01T00:00:00.000',
      sequenceNumber: '2574600000000000000935255',
    },
    expired: false,
    changed: ['status', 'updatedAt'],
    transition: { from: 'confirmed', to: 'shipped' },
    before: anOrder('confirmed'),
    after: anOrder('shipped'),
  }
}

function anOrder(status: string): Record<string, unknown> {
  return {
    pk: 'CUSTOMER#c-17',
    sk: 'ORDER#o-204',
    orderId: 'o-204',
    customerId: 'c-17',
    status,
    currency: 'EUR',
    total: 1169.1,
    items: Array.from({ length: LINES }, (_, line) => ({
      sku: `KB-${line}`,
      name: 'Keyboard, mechanical',
      quantity: line,
      unitPrice: 129.9,
    })),
    shippingAddress: { city: 'Lodz', postcode: '90****', country: 'PL' },
    email: `tok_k1_${'a'.repeat(64)}`,
    createdAt: '2026-11-21T07:00:00Z',
    updatedAt: '2026-11-21T07:26:36Z',
  }
}
