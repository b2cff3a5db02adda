import { anOrder } from './order-table.ts'

/**
 * An order that fits the schema, with a word in every text that may hold any: personal data, what is
 * masked, a product's name, and what no definition declares, at several depths.
 */
export function aTellingOrder(customerId: string, orderId: string, word: string) {
  return {
    ...anOrder(customerId, orderId),
    items: [
      { sku: `sku-${word}`, name: `Keyboard ${word}`, quantity: 1, unitPrice: 1, seen: word },
    ],
    shippingAddress: {
      ...{ name: `Ada ${word}`, line1: `1 ${word} St`, city: `${word} City`, floor: word },
      ...{ postcode: `90-${word}`, country: `${word}land` },
    },
    email: `ada.${word}@example.org`,
    note: `leave it with ${word}`,
    phone: `+48 ${word}`,
  }
}
