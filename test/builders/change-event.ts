import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import type { ChangeEvent, ChangeType, Image, Op } from '../../shared/change-event/change-event.ts'

export const TABLE = 'tailrace-test-orders'
export const STREAM = '2026-11-01T00:00:00.000'
export const LATER_STREAM = '2026-11-09T00:00:00.000'

const TYPES: Readonly<Record<Op, ChangeType>> = {
  insert: 'inserted',
  modify: 'modified',
  remove: 'removed',
  snapshot: 'snapshot',
}

export interface ChangeWish {
  readonly entity?: string
  readonly op?: Op
  readonly id?: string
  readonly table?: string
  readonly stream?: string
  /** The counter of the sequence number: 1 and up. */
  readonly counter?: number
  readonly sequenceNumber?: string
  readonly time?: string
  readonly after?: Image | null
  readonly parked?: boolean
}

/** An order's change as the enrichment makes it. */
export function aChangeEvent(wish: ChangeWish = {}): ChangeEvent {
  const { entity = 'order', op = 'modify', id = 'CUSTOMER#c-17|ORDER#o-204', parked } = wish
  const [pk = '', sk = ''] = id.split('|')
  const sequenceNumber =
    op === 'snapshot' ? '0' : (wish.sequenceNumber ?? aSequence(wish.counter ?? 1))
  const hasImage = op !== 'remove' && !parked
  return {
    eventID: `event-${op}-${sequenceNumber}`,
    version: 1,
    type: `${entity}.${parked ? 'parked' : TYPES[op]}`,
    entity,
    op,
    id,
    key: { pk, sk },
    time: wish.time ?? '2026-11-21T07:26:36Z',
    position: { table: wish.table ?? TABLE, stream: wish.stream ?? STREAM, sequenceNumber },
    expired: false,
    changed: [],
    transition: null,
    before: null,
    after: hasImage ? (wish.after ?? anOrder({ pk, sk })) : null,
    ...(parked && { parked: { code: 'image.schema_invalid' as const } }),
  }
}

/** A number of the `aws` layout: the counter, and then 20 digits that tell nothing. */
export function aSequence(counter: number): string {
  return `${counter}00000000000000935255`
}

/** An order's image after masking. */
export function anOrder(attributes: Image = {}): Image {
  return {
    pk: 'CUSTOMER#c-17',
    sk: 'ORDER#o-204',
    orderId: 'o-204',
    customerId: 'c-17',
    status: 'confirmed',
    currency: 'EUR',
    total: 129.9,
    items: [{ sku: 'KB-87', name: 'Keyboard', quantity: 1, unitPrice: 129.9 }],
    shippingAddress: { city: 'Lodz', postcode: '90****', country: 'PL' },
    createdAt: '2026-11-21T07:00:00Z',
    updatedAt: '2026-11-21T07:26:36Z',
    ...attributes,
  }
}

let messages = 0

/** A message of a sink's queue that carries the change, as a rule puts it there. */
export function aMessage(event: unknown, { receiveCount = 1, body = '' } = {}): QueueMessage {
  messages += 1
  const busEvent = { version: '0', id: `bus-${messages}`, source: 'tailrace', detail: event }
  return {
    messageId: `message-${messages}`,
    receiptHandle: `receipt-${messages}`,
    body: body === '' ? JSON.stringify(busEvent) : body,
    receiveCount,
  }
}
