import * as v from 'valibot'

const numeric = v.custom<number | string>((value) => typeof value === 'number')
const time = v.pipe(v.string(), v.isoTimestamp())
const schema = v.object({
  pk: v.string(),
  sk: v.string(),
  orderId: v.string(),
  customerId: v.string(),
  status: v.picklist(['pending', 'confirmed', 'shipped', 'delivered', 'cancelled']),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  total: numeric,
  items: v.array(
    v.object({ sku: v.string(), name: v.string(), quantity: numeric, unitPrice: numeric }),
  ),
  shippingAddress: v.object({
    name: v.string(),
    line1: v.string(),
    city: v.string(),
    postcode: v.string(),
    country: v.string(),
  }),
  email: v.string(),
  createdAt: time,
  updatedAt: time,
  note: v.optional(v.string()),
  expiresAt: v.optional(numeric),
})
export const check = (image: unknown): boolean => v.safeParse(schema, image).success
