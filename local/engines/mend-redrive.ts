import { importFromFauxqs } from './import-from-fauxqs.ts'

/** Of the engine's queue, what receiving needs. */
interface StoredQueue {
  readonly persistence?: { transaction(work: () => void): void }
}

/**
 * Makes a receive one step on disk: fauxqs takes a message that was received too often out of its
 * queue and then puts it into the DLQ, and a process that is killed in between has lost it. Has to
 * run before the first queue is made.
 *
 * @throws Error when fauxqs is not the one this was written for.
 */
export async function mendRedrive(): Promise<void> {
  const { SqsQueue } = await importFromFauxqs('sqs/sqsStore.js')
  const methods = typeof SqsQueue === 'function' ? SqsQueue.prototype : {}
  const original: unknown = methods.dequeue
  if (typeof original !== 'function') {
    throw new Error('fauxqs has changed: its queues have no dequeue')
  }
  methods.dequeue = function receiveInOneStep(this: StoredQueue, ...args: unknown[]) {
    let received: unknown
    const receive = () => {
      received = Reflect.apply(original, this, args)
    }
    if (this.persistence === undefined) receive()
    else this.persistence.transaction(receive)
    return received
  }
}
