import * as z from 'zod/mini'

const numeric = z.custom<number | string>((value) => typeof value === 'number')
const time = z.iso.datetime()
const schema = z.object({
  pk: z.string(),
  sk: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  status: z.enum(['pending', 'confirmed', 'shipped', 'delivered', 'cancelled']),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  total: numeric,
  items: z.array(
    z.object({ sku: z.string(), name: z.string(), quantity: numeric, unitPrice: numeric }),
  ),
  shippingAddress: z.object({
    name: z.string(),
    line1: z.string(),
    city: z.string(),
    postcode: z.string(),
    country: z.string(),
  }),
  email: z.string(),
  createdAt: time,
  updatedAt: time,
  note: z.optional(z.string()),
  expiresAt: z.optional(numeric),
})
export const check = (image: unknown): boolean => schema.safeParse(image).success
