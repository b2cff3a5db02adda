import type { Signal } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { type AnnouncedWrite, createChangeTracker, type TrackedChange } from './change-tracker.ts'
import { createPassage, type Passage } from './passage.ts'
import { SINKS, type Sink, sinkOf } from './sinks.ts'
import type { Hop } from './trouble.ts'

/** A change on its way from the bus to one sink. */
export interface Journey extends TrackedChange {
  /** The bus's own id of the event, by which rules name it. */
  readonly busId: string
  /** When it came to its queue, or to the bus as long as it has not. */
  readonly queuedAt: number
  /** Its queue does not take it. */
  readonly isHeldBack: boolean
  /** When what was cached of its item was gone, if that was before a search found it. */
  readonly uncachedAt?: number
}

/** Which changes are in which hop. */
export interface Journeys {
  readonly passages: Readonly<Record<Hop, Passage>>
  /** To be called before a write. */
  announce(key: string): AnnouncedWrite
  follow(signal: Signal): void
  /** Those that are on the bus and have not arrived, the oldest first. */
  underWay(sink: Sink): readonly Journey[]
  /** A search finds it; or nothing older of its item is cached. */
  arrive(sink: Sink, eventID: string, at: number): void
  /** It will never arrive. */
  giveUp(sink: Sink, eventID: string): void
}

type Kind<Type extends Signal['type']> = Extract<Signal, { type: Type }>

export function createJourneys(): Journeys {
  const tracker = createChangeTracker()
  const underWay = { search: new Map<string, Journey>(), cache: new Map<string, Journey>() }
  /** By the bus's own id. */
  const eventIds = new Map<string, string>()
  const passages = {
    ...{ pipe: createPassage(), rule: createPassage() },
    ...{ search: createPassage(), cache: createPassage() },
  }

  const isHeldBack = (eventID: string) =>
    SINKS.some((sink) => underWay[sink].get(eventID)?.isHeldBack)
  const giveUp = (sink: Sink, eventID: string) => {
    const journey = underWay[sink].get(eventID)
    underWay[sink].delete(eventID)
    passages[sink].leave(eventID)
    if (!isHeldBack(eventID)) passages.rule.leave(eventID)
    if (journey !== undefined && SINKS.every((one) => !underWay[one].has(eventID))) {
      eventIds.delete(journey.busId)
    }
  }
  const onRead = ({ record, at }: Kind<'record.read'>) => {
    passages.pipe.enter(record.eventID, at)
    tracker.read(record.eventID, keyText(record.dynamodb.Keys), at)
  }
  const onAccepted = ({ event, at }: Kind<'event.accepted'>) => {
    const change = tracker.onBus(event.detail as unknown as ChangeEvent, at)
    const { eventID, parked } = change.event
    passages.pipe.pass(eventID)
    eventIds.set(event.id, eventID)
    for (const sink of SINKS) {
      // The index has nothing of a parked change.
      if (parked && sink === 'search') continue
      underWay[sink].set(eventID, { ...change, busId: event.id, queuedAt: at, isHeldBack: false })
      passages[sink].enter(eventID, change.since)
    }
  }
  /** What a rule tells of a change that is still on its way to the rule's sink. */
  const journeyOf = ({ rule, eventId }: Kind<'event.delivered'> | Kind<'delivery.failed'>) => {
    const sink = sinkOf(rule)
    const eventID = eventIds.get(eventId) ?? ''
    const journey = sink && underWay[sink].get(eventID)
    return sink && journey && { sink, eventID, journey }
  }
  const onUndelivered = (signal: Kind<'delivery.failed'>) => {
    const found = journeyOf(signal)
    if (found === undefined || found.journey.isHeldBack) return
    const { sink, eventID, journey } = found
    underWay[sink].set(eventID, { ...journey, isHeldBack: true })
    passages.rule.enter(eventID, passages[sink].leave(eventID) ?? signal.at)
  }
  const onDelivered = (signal: Kind<'event.delivered'>) => {
    const found = journeyOf(signal)
    if (found === undefined) return
    const { sink, eventID, journey } = found
    underWay[sink].set(eventID, { ...journey, queuedAt: signal.at, isHeldBack: false })
    if (!journey.isHeldBack) return
    if (!isHeldBack(eventID)) passages.rule.pass(eventID)
    passages[sink].enter(eventID, journey.since)
  }
  const onGivenUp = ({ rule, eventId }: Kind<'event.dead_lettered'> | Kind<'event.dropped'>) => {
    const sink = sinkOf(rule)
    if (sink !== undefined) giveUp(sink, eventIds.get(eventId) ?? '')
  }

  return {
    passages,
    announce: (key) => tracker.announce(key),
    underWay: (sink) => [...underWay[sink].values()],
    arrive(sink, eventID, at) {
      passages[sink].pass(eventID)
      giveUp(sink, eventID)
      const searched = underWay.search.get(eventID)
      if (sink === 'cache' && searched !== undefined) {
        underWay.search.set(eventID, { ...searched, uncachedAt: at })
      }
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
          return onGivenUp(signal)
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
