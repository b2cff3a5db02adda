/**
 * Shows the pipeline at work: a line a change when a search can find it, what goes wrong, and what
 * waits because of it.
 *
 *   table ──► pipe ──► bus ─┬► rule ──► queue ──► search: until a search finds it
 *             └ hop ┘       └► rule ──► queue ──► cache: until nothing older is cached
 *                              └ hop ┘            └ hop
 */
import type { Clock } from '../../local/clock.ts'
import { messageOf } from '../../local/message-of.ts'
import type { Signal } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { describeFaults } from '../chaos/describe-faults.ts'
import { formatDuration } from '../chaos/duration.ts'
import type { AnnouncedWrite } from './change-tracker.ts'
import { counted } from './counted.ts'
import { formatArrivals, formatParked, formatTime, formatUncached } from './format-change.ts'
import { createJourneys, type Journey } from './journeys.ts'
import { createLakeWait } from './lake-wait.ts'
import { createMetricTally } from './metric-tally.ts'
import type { QueueDepths } from './queue-depths.ts'
import { createQueueWatch } from './queue-watch.ts'
import { QUEUES, SINKS, type Sink } from './sinks.ts'
import { createStopReminder } from './stop-reminder.ts'
import type { Trouble } from './trouble.ts'
import { createTroubleView } from './trouble-view.ts'

const POLL_MS = 200
/** The cache is asked more often: it is through sooner, and asking costs it less. */
const CACHE_POLL_MS = 50
const QUEUES_POLL_MS = 2_000
/**
 * A change that has left its queue has arrived by then: the index is refreshed every second. Longer
 * than between two looks at the queue.
 */
const ARRIVED_WITHIN_MS = 4_000

/** What the view asks beside what it is told. Each rejects when there is no answer. */
export interface Sources {
  /** Which of these changes a search can see. */
  findSearchable(entity: string, events: readonly ChangeEvent[]): Promise<readonly ChangeEvent[]>
  /** Of which of these changes the cache knows: nothing older of their items is in it. */
  findInvalidated(events: readonly ChangeEvent[]): Promise<readonly ChangeEvent[]>
  readDepths(): Promise<QueueDepths>
}

export interface LiveView {
  onSignal(signal: Signal): void
  /** To be called before a write, in the order of the writes of an item. */
  announce(key: string): AnnouncedWrite
  /** Asks until `stop`; rejects never: what does not answer is asked again. */
  run(sources: Sources): Promise<void>
  /** True when nothing that reached the bus still waits for a queue, the index or the cache. */
  isSettled(): boolean
  /** @returns why the flow stands still; undefined while it moves, or may again. */
  standsStill(): string | undefined
  /** What the functions have told CloudWatch so far, a line for each. */
  metricLines(): readonly string[]
  stop(): void
}

export function createLiveView(print: (line: string) => void, clock: Clock): LiveView {
  const journeys = createJourneys()
  const { passages } = journeys
  const troubles = createTroubleView({ print, passages, startedAt: clock.now() })
  const queues = createQueueWatch()
  const lakeWait = createLakeWait()
  const reminder = createStopReminder()
  const tally = createMetricTally()
  const stopping = new AbortController()

  const askIndex = async (sources: Sources) => {
    const waiting = journeys.underWay('search')
    const askedAt = clock.now()
    for (const [entity, ofEntity] of Map.groupBy(waiting, ({ event }) => event.entity)) {
      const events = ofEntity.map(({ event }) => event)
      const found = new Set(await sources.findSearchable(entity, events))
      // Anew: the cache may have been through with one meanwhile.
      const arrived = journeys.underWay('search').filter(({ event }) => found.has(event))
      for (const line of formatArrivals(arrived, arrive('search', arrived))) print(line)
    }
    giveUpStrays('search', askedAt)
  }
  const askCache = async (sources: Sources) => {
    const waiting = journeys.underWay('cache')
    const askedAt = clock.now()
    if (waiting.length === 0) return
    const found = new Set(await sources.findInvalidated(waiting.map(({ event }) => event)))
    const arrived = waiting.filter(({ event }) => found.has(event))
    // Those that a search is still to find are told of then.
    const searched = new Set(journeys.underWay('search').map(({ event }) => event))
    const untold = arrived.filter(({ event }) => !searched.has(event))
    for (const line of formatUncached(untold, arrive('cache', arrived))) print(line)
    giveUpStrays('cache', askedAt)
  }
  /** @returns when. */
  const arrive = (sink: Sink, arrived: readonly Journey[]): number => {
    const at = clock.now()
    for (const { event } of arrived) journeys.arrive(sink, event.eventID, at)
    if (arrived.length > 0) troubles.moved(at)
    return at
  }
  /** Those that had left their queue long before the sink was asked, and were not found. */
  const giveUpStrays = (sink: Sink, askedAt: number) => {
    const emptySince = queues.emptySince(QUEUES[sink].queue)
    if (emptySince === undefined) return
    const strays = journeys
      .underWay(sink)
      .filter(({ isHeldBack }) => !isHeldBack)
      .filter(({ queuedAt }) => askedAt - Math.max(queuedAt, emptySince) >= ARRIVED_WITHIN_MS)
    for (const { event } of strays) journeys.giveUp(sink, event.eventID)
    if (strays.length > 0) {
      troubles.tell(describeStrays(sink, strays, queues.depthOf(QUEUES[sink].dlq)), askedAt)
    }
  }
  const noteAnswer = async (sink: Sink, asking: Promise<void>) => {
    const key = `${sink} asked in vain`
    try {
      await asking
      troubles.relieve({ ends: [key] })
    } catch (error) {
      const why = messageOf(error)
      troubles.note({ key, holds: { hop: sink, why, lasts: true } }, clock.now())
    }
  }
  const readQueues = async ({ readDepths }: Sources) => {
    // Queues that do not answer are told of by whoever uses them.
    const depths = await readDepths().catch(messageOf)
    if (typeof depths === 'string') return
    const now = clock.now()
    for (const grown of queues.look(depths, now)) troubles.tell(grown, now)
    for (const line of reminder.look(queues, now)) print(`${formatTime(now)}  ! ${line}`)
    const waiting = lakeWait.look(queues, now)
    if (waiting !== undefined) print(`${formatTime(now)}    ${waiting}`)
  }
  const repeat = async (everyMs: number, act: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      await act()
      await clock.sleep(everyMs, stopping.signal)
    }
  }

  return {
    onSignal(signal) {
      // Whatever ends now ends because it was told to, but what a stop loses is said.
      if (stopping.signal.aborted && signal.type !== 'rule.stopped') return
      if (MOVES.has(signal.type)) troubles.moved(signal.at)
      journeys.follow(signal)
      lakeWait.onSignal(signal)
      reminder.onSignal(signal)
      tally.onSignal(signal)
      const line = describeMove(signal)
      if (line !== undefined) print(line)
      troubles.onSignal(signal)
    },
    announce: journeys.announce,
    run: async (sources) => {
      await Promise.all([
        repeat(POLL_MS, async () => troubles.look(clock.now())),
        repeat(POLL_MS, () => noteAnswer('search', askIndex(sources))),
        repeat(CACHE_POLL_MS, () => noteAnswer('cache', askCache(sources))),
        repeat(QUEUES_POLL_MS, () => readQueues(sources)),
      ])
    },
    isSettled: () => SINKS.every((sink) => journeys.underWay(sink).length === 0),
    standsStill: () => troubles.standsStill(clock.now()),
    metricLines: tally.lines,
    stop: () => stopping.abort(),
  }
}

/** Signals that tell of a change that went one hop on. */
const MOVES: ReadonlySet<Signal['type']> = new Set([
  'record.read',
  'event.accepted',
  'event.delivered',
])

/** The line of a signal that is neither trouble nor a change that a search will find. */
function describeMove(signal: Signal): string | undefined {
  if (signal.type === 'batch.enriched' && signal.events < signal.records) {
    const left = counted(signal.records - signal.events, 'record')
    return `${formatTime(signal.at)}  - ${left} left out: of no entity, or unreadable and parked`
  }
  if (signal.type === 'faults.set') {
    const set = describeFaults(signal.faults)
    const says = set === '' ? '  No faults on purpose any more' : `! Faults on purpose: ${set}`
    return `${formatTime(signal.at)}  ${says}`
  }
  if (signal.type === 'clock.jumped') {
    return `${formatTime(signal.at)}  ! The clock jumped ${formatDuration(signal.ms)} on, on purpose`
  }
  if (signal.type !== 'event.accepted') return undefined
  const event = signal.event.detail as unknown as ChangeEvent
  return event.parked ? formatParked(event, signal.at) : undefined
}

/** Named of those that are given up. */
const NAMED_MAX = 3

const NOT_FOUND: Readonly<Record<Sink, string>> = {
  search: 'no search finds',
  cache: 'the cache does not know of',
}

function describeStrays(sink: Sink, strays: readonly Journey[], inDlq: number): Trouble {
  const { queue, dlq } = QUEUES[sink]
  const ids = strays.slice(0, NAMED_MAX).map(({ event }) => event.id)
  const named = `${ids.join(', ')}${strays.length > ids.length ? ', ...' : ''}`
  const where = inDlq > 0 ? `; ${dlq} holds ${counted(inDlq, 'message')}` : ''
  const changes = counted(strays.length, 'change')
  const them = strays.length === 1 ? 'it' : 'them'
  const text = `${changes} left ${queue}, and ${NOT_FOUND[sink]} ${them} (${named})${where}`
  const short = `changes that ${NOT_FOUND[sink]}`
  return { key: `stray ${sink} ${named}`, text, short, isFinal: true }
}
