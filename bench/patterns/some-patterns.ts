/** What sinks ask for: by entity, operation, transition, value, line of an order; each number its own. */
const KINDS: readonly ((number: number) => unknown)[] = [
  () => ({ source: ['tailrace'], 'detail-type': [{ 'anything-but': { suffix: '.parked' } }] }),
  () => ({ source: ['tailrace'], detail: { transition: { to: ['shipped', 'delivered'] } } }),
  (number) => ({ detail: { after: { total: [{ numeric: ['>', number * 20] }] } } }),
  () => ({ source: ['tailrace'], detail: { changed: ['status'] } }),
  (number) => ({
    detail: {
      after: { items: { sku: [{ prefix: `KB-${number % 10}` }], quantity: [{ exists: true }] } },
    },
  }),
  () => ({ source: ['tailrace'], detail: { expired: [true] } }),
  (number) => ({ source: [`shop-${number}`], 'detail-type': ['order.modified'] }),
  () => ({ detail: { after: { shippingAddress: { country: ['PL', 'DE'] } }, op: ['modify'] } }),
  () => ({
    $or: [{ detail: { op: ['remove'] } }, { detail: { transition: { to: ['cancelled'] } } }],
  }),
  (number) => ({
    detail: { id: [{ wildcard: `*#c-${number}|*` }], after: { note: [{ exists: false }] } },
  }),
]

export function somePatterns(count: number): unknown[] {
  return Array.from({ length: count }, (_, number) => KINDS[number % KINDS.length]?.(number))
}
