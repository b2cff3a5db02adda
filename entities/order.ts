import {
  dateTime,
  decimal,
  integer,
  item,
  list,
  map,
  oneOf,
  optional,
  text,
} from '../shared/entity/attribute.ts'
import { defineEntity } from '../shared/entity/define-entity.ts'
import { exactDecimal, fullText, keyword, wholeNumber } from '../shared/entity/search-property.ts'
import { table } from './table.ts'

/** An order of a customer, with its lines. */
export const order = defineEntity({
  name: 'order',
  table,
  key: { pk: 'CUSTOMER#*', sk: 'ORDER#*' },

  schema: item({
    pk: text(),
    sk: text(),
    orderId: text(),
    customerId: text(),
    status: oneOf('pending', 'confirmed', 'shipped', 'delivered', 'cancelled'),
    currency: text(/[A-Z]{3}/),
    total: decimal(),
    items: list(
      map({
        sku: text(),
        name: text(),
        quantity: integer(),
        unitPrice: decimal(),
      }),
    ),
    shippingAddress: map({
      name: text(),
      line1: text(),
      city: text(),
      postcode: text(),
      country: text(),
    }),
    email: text(),
    createdAt: dateTime(),
    updatedAt: dateTime(),
    note: optional(text()),
    /** DynamoDB's TTL attribute, epoch seconds. */
    expiresAt: optional(integer()),
  }),

  state: 'status',

  personalData: {
    email: 'token',
    note: 'drop',
    'shippingAddress.name': 'drop',
    'shippingAddress.line1': 'drop',
    'shippingAddress.postcode': 'mask',
  },

  search: {
    index: 'orders',
    properties: {
      pk: keyword,
      sk: keyword,
      orderId: keyword,
      customerId: keyword,
      status: keyword,
      currency: keyword,
      total: exactDecimal,
      items: {
        type: 'nested',
        properties: {
          sku: keyword,
          name: fullText,
          quantity: wholeNumber,
          unitPrice: exactDecimal,
        },
      },
      shippingAddress: {
        properties: {
          city: fullText,
          postcode: keyword,
          country: keyword,
        },
      },
      email: keyword,
      createdAt: { type: 'date' },
      updatedAt: { type: 'date' },
      expiresAt: wholeNumber,
    },
  },

  lake: {
    columns: {
      order_id: { attribute: 'orderId', type: 'string' },
      customer_id: { attribute: 'customerId', type: 'string' },
      status: { attribute: 'status', type: 'string' },
      currency: { attribute: 'currency', type: 'string' },
      total: { attribute: 'total', type: 'decimal(38,9)' },
      city: { attribute: 'shippingAddress.city', type: 'string' },
      country: { attribute: 'shippingAddress.country', type: 'string' },
      created_at: { attribute: 'createdAt', type: 'timestamp' },
      updated_at: { attribute: 'updatedAt', type: 'timestamp' },
      expires_at: { attribute: 'expiresAt', type: 'bigint' },
    },
  },

  cache: {
    fanOut: {
      /** The orders of a customer, however the application lists them. */
      'customer-orders': { by: ['pk'] },
    },
  },
})
