import type { Signal } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { type AnnouncedWrite, createChangeTracker, type TrackedChange } from './change-tracker.ts'
import { createPassage, type Passage } from './passage.ts'
import type { Hop } from './trouble.ts'

/** A change that is on the bus, and not found by a search yet. */
export interface Journey extends TrackedChange {
  /** The bus's own id of the event, by which rules name it. */
  readonly busId: string
  /** When it came to its queue, or to the bus as long as it has not. */
  readonly queuedAt: number
}

/** Which changes are in which hop. */
export interface Journeys {
  readonly passages: Readonly<Record<Hop, Passage>>
  /** To be called before a write. */
  announce(key: string): AnnouncedWrite
  follow(signal: Signal): void
  /** Those that are on the bus and not found yet, the oldest first. */
  underWay(): readonly Journey[]
  /** A search finds it. */
  arrive(eventID: string): void
  /** It will never be found. */
  giveUp(eventID: string): void
}

type Kind<Type extends Signal['type']> = Extract<Signal, { type: Type }>

export function createJourneys(): Journeys {
  const tracker = createChangeTracker()
  const journeys = new Map<string, Journey>()
  /** By the bus's own id. */
  const eventIds = new Map<string, string>()
  const passages = { pipe: createPassage(), rule: createPassage(), search: createPassage() }

  const giveUp = (eventID: string) => {
    eventIds.delete(journeys.get(eventID)?.busId ?? '')
    journeys.delete(eventID)
    for (const passage of Object.values(passages)) passage.leave(eventID)
  }
  const onRead = ({ record, at }: Kind<'record.read'>) => {
    passages.pipe.enter(record.eventID, at)
    tracker.read(record.eventID, keyText(record.dynamodb.Keys), at)
  }
  const onAccepted = ({ event, at }: Kind<'event.accepted'>) => {
    const change = tracker.onBus(event.detail as unknown as ChangeEvent, at)
    const { eventID, parked } = change.event
    passages.pipe.pass(eventID)
    // The index has nothing of it.
    if (parked) return
    journeys.set(eventID, { ...change, busId: event.id, queuedAt: at })
    eventIds.set(event.id, eventID)
    passages.search.enter(eventID, change.since)
  }
  const onUndelivered = ({ eventId, at }: Kind<'delivery.failed'>) => {
    const eventID = eventIds.get(eventId)
    if (eventID === undefined || passages.rule.has(eventID)) return
    passages.rule.enter(eventID, passages.search.leave(eventID) ?? at)
  }
  const onDelivered = ({ eventId, at }: Kind<'event.delivered'>) => {
    const eventID = eventIds.get(eventId) ?? ''
    const journey = journeys.get(eventID)
    if (journey === undefined) return
    journeys.set(eventID, { ...journey, queuedAt: at })
    if (passages.rule.pass(eventID)) passages.search.enter(eventID, journey.since)
  }

  return {
    passages,
    announce: (key) => tracker.announce(key),
    underWay: () => [...journeys.values()],
    arrive(eventID) {
      passages.search.pass(eventID)
      giveUp(eventID)
    },
    giveUp,
    follow(signal) {
      switch (signal.type) {
        case 'record.read':
          return onRead(signal)
        case 'record.filtered':
          passages.pipe.leave(signal.eventID)
          return tracker.forget(signal.eventID)
        case 'records.done':
          for (const eventID of signal.eventIDs) passages.pipe.pass(eventID)
          return
        case 'event.accepted':
          return onAccepted(signal)
        case 'delivery.failed':
          return onUndelivered(signal)
        case 'event.delivered':
          return onDelivered(signal)
        case 'event.dead_lettered':
        case 'event.dropped':
          return giveUp(eventIds.get(signal.eventId) ?? '')
        default:
      }
    },
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
