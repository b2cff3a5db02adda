import { importFromFauxqs } from './import-from-fauxqs.ts'

/** Of the engine's message, what expiry needs. */
interface StoredMessage {
  readonly messageId: string
  /** Epoch milliseconds; a redrive to a DLQ keeps it. */
  readonly sentTimestamp: number
}

/** Of the engine's queue, what expiry needs. */
export interface StoredQueue {
  readonly attributes: Record<string, string | undefined>
  messages: StoredMessage[]
  delayedMessages: StoredMessage[]
  readonly inflightMessages: Map<string, { readonly message: StoredMessage }>
  readonly persistence?: { deleteMessage(messageId: string): void }
}

/** How many messages of a queue have expired, as a queue attribute: ours, not one of AWS's. */
export const EXPIRED_MESSAGES = 'ExpiredMessages'

/** A queue is looked through at most this often: it is asked for messages fifty times a second. */
const LOOK_AGAIN_MS = 1_000

/** What an engine calls before it hands out, counts or lists messages. */
const BEFORE = ['processTimers', 'getAttribute', 'inspectMessages'] as const

/**
 * Makes messages expire: fauxqs stores a queue's retention period and keeps messages for ever. Has
 * to run before the first queue is made.
 *
 * @throws Error when fauxqs is not the one this was written for.
 */
export async function mendExpiry(now: () => number = () => Date.now()): Promise<void> {
  const { SqsQueue } = await importFromFauxqs('sqs/sqsStore.js')
  const methods = typeof SqsQueue === 'function' ? SqsQueue.prototype : {}
  const lookedAt = new WeakMap<StoredQueue, number>()
  for (const name of BEFORE) {
    const original: unknown = methods[name]
    if (typeof original !== 'function') {
      throw new Error(`fauxqs has changed: its queues have no ${name}`)
    }
    methods[name] = function expireFirst(this: StoredQueue, ...args: unknown[]) {
      if (now() - (lookedAt.get(this) ?? 0) >= LOOK_AGAIN_MS) {
        lookedAt.set(this, now())
        expireMessages(this, now())
      }
      return Reflect.apply(original, this, args)
    }
  }
}

/** Removes what is older than the queue's retention period, in flight or not, and counts it. */
function expireMessages(queue: StoredQueue, nowMs: number): void {
  const keptSinceMs = nowMs - Number(queue.attributes.MessageRetentionPeriod) * 1000
  const expired: StoredMessage[] = []
  const keep = (message: StoredMessage): boolean => {
    if (message.sentTimestamp >= keptSinceMs) return true
    expired.push(message)
    return false
  }

  queue.messages = queue.messages.filter(keep)
  queue.delayedMessages = queue.delayedMessages.filter(keep)
  for (const [handle, { message }] of queue.inflightMessages) {
    if (!keep(message)) queue.inflightMessages.delete(handle)
  }
  if (expired.length === 0) return
  for (const { messageId } of expired) queue.persistence?.deleteMessage(messageId)
  const before = Number(queue.attributes[EXPIRED_MESSAGES] ?? 0)
  // Not enumerable, so that it is not stored: it counts from when this process began.
  const count = { value: String(before + expired.length), configurable: true }
  Object.defineProperty(queue.attributes, EXPIRED_MESSAGES, count)
}
