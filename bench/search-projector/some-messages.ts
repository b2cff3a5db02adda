import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { aChangeEvent, aMessage, anOrder } from '../../test/builders/change-event.ts'

/** So that a document has about 1 KB and a message, which carries two images, about 2.7 KB. */
const LINES = 8

export interface MessageWish {
  readonly id: string
  readonly sequenceNumber: string
}

/** A message of the search queue: an order was modified. */
export function aModification({ id, sequenceNumber }: MessageWish): QueueMessage {
  const items = Array.from({ length: LINES }, (_, line) => ({
    sku: `KB-${line}`,
    name: 'Keyboard with a rather long name',
    quantity: line,
    unitPrice: 129.9,
  }))
  const image = anOrder({ pk: `CUSTOMER#${id}`, orderId: id, items })
  const event = aChangeEvent({ id, sequenceNumber, after: image })
  return aMessage({ ...event, before: image, changed: ['status', 'updatedAt'] })
}

/** A number of the `aws` layout. */
export function aNumber(counter: number, low = 5): string {
  return `${counter}${String(low).padStart(20, '0')}`
}
