import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const text = Type.String()
const numeric = Type.Number()
const time = Type.String({ format: 'date-time' })
const schema = Type.Object({
  pk: text,
  sk: text,
  orderId: text,
  customerId: text,
  status: Type.Enum(['pending', 'confirmed', 'shipped', 'delivered', 'cancelled']),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  total: numeric,
  items: Type.Array(Type.Object({ sku: text, name: text, quantity: numeric, unitPrice: numeric })),
  shippingAddress: Type.Object({
    name: text,
    line1: text,
    city: text,
    postcode: text,
    country: text,
  }),
  email: text,
  createdAt: time,
  updatedAt: time,
  note: Type.Optional(text),
  expiresAt: Type.Optional(numeric),
})
const compiled = Compile(schema)
export const check = (image: unknown): boolean => compiled.Check(image)
