/**
 * Shows the pipeline at work: a line a change when a search can find it, what goes wrong, and what
 * waits because of it.
 *
 *   table ──► pipe ──► bus ──► rule ──► queue ──► search
 *             └ hop ┘          └ hop ┘            └ hop: until a search finds it
 */
import type { Clock } from '../../local/clock.ts'
import { messageOf } from '../../local/message-of.ts'
import type { Signal } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { AnnouncedWrite } from './change-tracker.ts'
import { counted } from './counted.ts'
import { formatArrivals, formatChange, formatTime } from './format-change.ts'
import { createJourneys, type Journey } from './journeys.ts'
import { createLakeWait } from './lake-wait.ts'
import { createMetricTally } from './metric-tally.ts'
import type { QueueDepths } from './queue-depths.ts'
import { createQueueWatch } from './queue-watch.ts'
import { createStopReminder } from './stop-reminder.ts'
import type { Trouble } from './trouble.ts'
import { createTroubleView } from './trouble-view.ts'

const POLL_MS = 200
const QUEUES_POLL_MS = 2_000
/**
 * A change that has left its queue is found by then: the index is refreshed every second. Longer than
 * between two looks at the queue.
 */
const FOUND_WITHIN_MS = 4_000

/** Logical ids of the template. */
const SEARCH_QUEUE = 'SearchQueue'
const SEARCH_DLQ = 'SearchDlq'

/** What the view asks beside what it is told. Each rejects when there is no answer. */
export interface Sources {
  /** Which of these changes a search can see. */
  findSearchable(entity: string, events: readonly ChangeEvent[]): Promise<readonly ChangeEvent[]>
  readDepths(): Promise<QueueDepths>
}

export interface LiveView {
  onSignal(signal: Signal): void
  /** To be called before a write, in the order of the writes of an item. */
  announce(key: string): AnnouncedWrite
  /** Asks until `stop`; rejects never: what does not answer is asked again. */
  run(sources: Sources): Promise<void>
  /** True when nothing that reached the bus still waits for a queue or the index. */
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
    const waiting = journeys.underWay()
    const askedAt = clock.now()
    for (const [entity, ofEntity] of Map.groupBy(waiting, ({ event }) => event.entity)) {
      const events = ofEntity.map(({ event }) => event)
      const found = new Set(await sources.findSearchable(entity, events))
      arrive(ofEntity.filter(({ event }) => found.has(event)))
    }
    giveUpStrays(askedAt)
  }
  const arrive = (arrived: readonly Journey[]) => {
    const at = clock.now()
    for (const { event } of arrived) journeys.arrive(event.eventID)
    if (arrived.length > 0) troubles.moved(at)
    for (const line of formatArrivals(arrived, at)) print(line)
  }
  /** Those that had left their queue long before the index was asked, and were not found. */
  const giveUpStrays = (askedAt: number) => {
    const emptySince = queues.emptySince(SEARCH_QUEUE)
    if (emptySince === undefined) return
    const strays = journeys
      .underWay()
      .filter(({ event }) => !passages.rule.has(event.eventID))
      .filter(({ queuedAt }) => askedAt - Math.max(queuedAt, emptySince) >= FOUND_WITHIN_MS)
    for (const { event } of strays) journeys.giveUp(event.eventID)
    if (strays.length > 0) {
      troubles.tell(describeStrays(strays, queues.depthOf(SEARCH_DLQ)), askedAt)
    }
  }
  const noteAnswer = async (sources: Sources) => {
    try {
      await askIndex(sources)
      troubles.relieve({ ends: [NO_ANSWER] })
    } catch (error) {
      const why = messageOf(error)
      troubles.note({ key: NO_ANSWER, holds: { hop: 'search', why, lasts: true } }, clock.now())
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
        repeat(POLL_MS, () => noteAnswer(sources)),
        repeat(QUEUES_POLL_MS, () => readQueues(sources)),
      ])
    },
    isSettled: () => journeys.underWay().length === 0,
    standsStill: () => troubles.standsStill(clock.now()),
    metricLines: tally.lines,
    stop: () => stopping.abort(),
  }
}

const NO_ANSWER = 'index asked in vain'

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
  if (signal.type !== 'event.accepted') return undefined
  const event = signal.event.detail as unknown as ChangeEvent
  return event.parked ? formatChange(event, signal.at, signal.at) : undefined
}

/** Named of those that are given up. */
const NAMED_MAX = 3

function describeStrays(strays: readonly Journey[], inDlq: number): Trouble {
  const ids = strays.slice(0, NAMED_MAX).map(({ event }) => event.id)
  const named = `${ids.join(', ')}${strays.length > ids.length ? ', ...' : ''}`
  const where = inDlq > 0 ? `; ${SEARCH_DLQ} holds ${counted(inDlq, 'message')}` : ''
  const changes = counted(strays.length, 'change')
  const text = `${changes} left ${SEARCH_QUEUE}, and no search finds ${strays.length === 1 ? 'it' : 'them'} (${named})${where}`
  return { key: `stray ${named}`, text, short: 'changes that no search finds', isFinal: true }
}
