/** Shows the pipeline at work: a line a change when a search can find it, and what went wrong. */
import { systemClock } from '../../local/clock.ts'
import { messageOf } from '../../local/message-of.ts'
import type { Signal } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { type AnnouncedWrite, createChangeTracker, type TrackedChange } from './change-tracker.ts'
import { findSearchable } from './find-searchable.ts'
import { formatChange, formatTime } from './format-change.ts'

const POLL_MS = 200
/** A change that takes longer is said to wait, once. */
const WAITING_AFTER_MS = 10_000
/** A change that takes longer is no longer waited for: it may have been dead-lettered. */
const GIVEN_UP_AFTER_MS = 5 * 60_000

export interface LiveView {
  onSignal(signal: Signal): void
  announce(key: string): AnnouncedWrite
  /** Asks the index until `stop`; rejects never: an index that does not answer is asked again. */
  run(options: { endpoint: string; indexOf: (entity: string) => string | undefined }): Promise<void>
  /** True when nothing that reached the bus still waits for the index. */
  isSettled(): boolean
  stop(): void
}

export function createLiveView(print: (line: string) => void, now: () => number): LiveView {
  const tracker = createChangeTracker()
  const waiting = new Map<string, TrackedChange>()
  const stopping = new AbortController()
  const warn = (at: number, text: string) => print(`${formatTime(at)}  ! ${text}`)
  let saidWaiting = false

  const onEvent = (event: ChangeEvent, at: number) => {
    const change = tracker.onBus(event, at)
    if (event.parked) print(formatChange(event, change.since, at))
    else waiting.set(event.eventID, change)
  }

  const settle = async (endpoint: string, index: string, entity: string) => {
    const events = [...waiting.values()]
      .map(({ event }) => event)
      .filter((event) => event.entity === entity)
    if (events.length === 0) return
    for (const event of await findSearchable(endpoint, index, events)) {
      const change = waiting.get(event.eventID)
      waiting.delete(event.eventID)
      if (change) print(formatChange(event, change.since, now()))
    }
  }

  const giveUpOldest = () => {
    const tooOld = [...waiting.values()].filter(({ since }) => now() - since > GIVEN_UP_AFTER_MS)
    for (const { event } of tooOld) waiting.delete(event.eventID)
    if (tooOld.length === 0) return
    const minutes = GIVEN_UP_AFTER_MS / 60_000
    warn(now(), `${tooOld.length} change(s) not in the index after ${minutes} minutes: see its DLQ`)
  }

  const sayWaiting = (reason?: string) => {
    giveUpOldest()
    const [oldest] = waiting.values()
    const late = oldest !== undefined && now() - oldest.since > WAITING_AFTER_MS
    if (late && !saidWaiting) {
      const why = reason === undefined ? '' : `: ${reason}`
      warn(now(), `${waiting.size} change(s) are on the bus and not in the index yet${why}`)
    }
    saidWaiting = late
  }

  return {
    onSignal: (signal) => {
      switch (signal.type) {
        case 'record.read':
          return tracker.read(
            signal.record.eventID,
            keyText(signal.record.dynamodb.Keys),
            signal.at,
          )
        case 'record.filtered':
          return tracker.forget(signal.eventID)
        case 'batch.enriched': {
          const leftOut = signal.records - signal.events
          if (leftOut === 0) return
          return print(
            `${formatTime(signal.at)}  - ${leftOut} record(s) left out: of no entity, or unreadable and parked`,
          )
        }
        case 'event.accepted':
          return onEvent(signal.event.detail as unknown as ChangeEvent, signal.at)
        case 'function.failed':
          return warn(signal.at, `${signal.function} failed: ${signal.errorType}: ${signal.error}`)
        case 'function.timed_out':
          return warn(signal.at, `${signal.function} took over ${signal.timeoutMs / 1_000} s`)
        case 'batch.failed':
          return warn(
            signal.at,
            `a batch of ${signal.records} failed in ${signal.stage}: ${signal.error}`,
          )
        case 'delivery.failed':
          return warn(
            signal.at,
            `${signal.rule} could not deliver to ${signal.target}: ${signal.error}`,
          )
        case 'mapping.batch':
          if (signal.failed.length === 0) return
          return warn(
            signal.at,
            `${signal.function} left ${signal.failed.length} of ${signal.messages} message(s) for later`,
          )
        default:
      }
    },
    announce: (key) => tracker.announce(key),
    run: async ({ endpoint, indexOf }) => {
      while (!stopping.signal.aborted) {
        const entities = new Set([...waiting.values()].map(({ event }) => event.entity))
        let trouble: string | undefined
        for (const entity of entities) {
          const index = indexOf(entity)
          if (index === undefined) continue
          // An index that is down shows as changes that wait, with its reason.
          await settle(endpoint, index, entity).catch((error: unknown) => {
            trouble = messageOf(error)
          })
        }
        sayWaiting(trouble)
        await systemClock.sleep(POLL_MS, stopping.signal)
      }
    },
    isSettled: () => waiting.size === 0,
    stop: () => stopping.abort(),
  }
}

/** An item's key as one text, alike for the writer's plain key and a stream record's typed one. */
export function keyText(keys: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(keys).map(([name, value]) => {
    const plain = typeof value === 'object' && value !== null ? Object.values(value)[0] : value
    return `${name}=${plain}`
  })
  return values.sort().join('&')
}
