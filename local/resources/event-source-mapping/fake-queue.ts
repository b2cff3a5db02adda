import type { Clock } from '../../clock.ts'
import type { QueuePort } from './queue-port.ts'
import type { ReceivedMessage } from './sqs-record.ts'

interface Held {
  readonly id: string
  readonly body: string
  readonly sentAt: number
  visibleAt: number
  receives: number
}

/** A standard queue on a clock, for tests: a message that is not deleted in time is visible again. */
export interface FakeQueue extends QueuePort {
  /** Ids `m-0`, `m-1` and so on. */
  send(...bodies: readonly string[]): void
  /** Ids of what is not deleted. */
  ids(): readonly string[]
  receivesOf(id: string): number
  /** How many handles each deletion had. */
  readonly removals: readonly number[]
  /** What the next polls and deletions fail with. */
  readonly broken: { receive?: Error; remove?: Error }
}

export function createFakeQueue(clock: Clock, visibilityMs: number): FakeQueue {
  const held = new Map<string, Held>()
  const receives = new Map<string, number>()
  const removals: number[] = []
  const broken: FakeQueue['broken'] = {}
  let sent = 0
  let sending = new AbortController()

  const take = (most: number): ReceivedMessage[] =>
    [...held.values()]
      .filter(({ visibleAt }) => visibleAt <= clock.now())
      .slice(0, most)
      .map((message) => {
        message.visibleAt = clock.now() + visibilityMs
        message.receives++
        receives.set(message.id, message.receives)
        return toReceived(message)
      })

  return {
    removals,
    broken,
    send(...bodies) {
      for (const body of bodies) {
        const id = `m-${sent++}`
        held.set(id, { id, body, sentAt: clock.now(), visibleAt: 0, receives: 0 })
      }
      sending.abort()
      sending = new AbortController()
    },
    ids: () => [...held.keys()],
    receivesOf: (id) => receives.get(id) ?? 0,
    async receive({ waitSeconds, messagesMax }) {
      const until = clock.now() + waitSeconds * 1000
      for (;;) {
        if (broken.receive) throw broken.receive
        const taken = take(messagesMax)
        if (taken.length > 0 || clock.now() >= until) return taken
        const changesAt = Math.min(until, ...[...held.values()].map(({ visibleAt }) => visibleAt))
        await clock.sleep(changesAt - clock.now(), sending.signal)
      }
    },
    async remove(handles) {
      if (broken.remove) throw broken.remove
      removals.push(handles.length)
      for (const handle of handles) {
        const [id = '', receive] = handle.split('#')
        // A handle of an earlier receive deletes nothing.
        if (held.get(id)?.receives === Number(receive)) held.delete(id)
      }
    },
  }
}

function toReceived({ id, body, sentAt, receives }: Held): ReceivedMessage {
  return {
    messageId: id,
    receiptHandle: `${id}#${receives}`,
    body,
    md5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
    attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
    messageAttributes: {},
  }
}
