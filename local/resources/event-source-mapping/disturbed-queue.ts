import type { Chaos } from '../../chaos/chaos.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

/**
 * A queue with the faults of the hop `queues`. Messages whose receipt was lost are invisible until
 * their time is over; those of a receipt that is made twice are received once more, with the next.
 */
export function disturbQueue(queue: QueuePort, chaos: Chaos): QueuePort {
  let again: readonly ReceivedMessage[] = []
  return {
    async receive(poll) {
      if (again.length > 0) {
        const messages = again.slice(0, poll.messagesMax)
        again = again.slice(poll.messagesMax)
        return messages
      }
      let received: Promise<readonly ReceivedMessage[]> | undefined
      return chaos.through('queues', async () => {
        if (received !== undefined) again = [...again, ...(await received)]
        received ??= queue.receive(poll)
        return received
      })
    },
    remove: (receiptHandles) => chaos.through('queues', () => queue.remove(receiptHandles)),
  }
}
