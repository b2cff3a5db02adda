import { setTimeout as delay } from 'node:timers/promises'
import { createLedger, type Ledger } from './ledger.ts'
import { createObserver, type Observer } from './observe.ts'
import type { Pipeline } from './pipeline.ts'
import { readIndexMarks } from './read-sinks.ts'
import { type Recording, type Sample, SINKS, type TimedEvent } from './recording.ts'
import { planNextDay, type SaleChange } from './sale.ts'
import type { SaleEvent, Timeline } from './timeline.ts'
import { visitShop } from './visit-shop.ts'
import { writeSale } from './write-sale.ts'

/** What slow means. */
const SLOW_MS = 1_000
/** A stream keeps a record for 24 h; DynamoDB Local's records are dated to the minute. */
const DAY_MS = (24 * 60 + 2) * 60_000
const POLL_MS = 250
/** What a Pipe had read when the day was over, it gives up within this. A bound on hanging. */
const GIVE_UP_MS_MAX = 15_000
/** Of an order of the next day. A bound on hanging. */
const FOUND_MS_MAX = 20_000

export interface PlayOptions {
  readonly plan: readonly SaleChange[]
  readonly timeline: Timeline
  readonly seed: number
  /** How long the sinks have after the last second, if they lack something by then. */
  readonly catchUpMsMax: number
  readonly signal: AbortSignal
  /** Told of each second, and of what has happened since the one before. */
  readonly onSample: (sample: Sample, events: readonly TimedEvent[]) => void
}

/**
 * Plays the sale on a pipeline: writes, readers and a slow OpenSearch, and every second a look at how
 * far each sink is behind; then lets the sinks catch up, and then lets a day pass.
 *
 * @throws the signal's reason when it aborts, and why the pipeline cannot go on.
 */
export async function play(pipeline: Pipeline, options: PlayOptions): Promise<Recording> {
  const { plan, seed } = options
  const ledger = createLedger()
  const observer = createObserver(pipeline, ledger)
  const givenUp = new AbortController()
  const signal = AbortSignal.any([options.signal, givenUp.signal])
  const giveUp = (error: unknown) => {
    givenUp.abort(error)
    throw error
  }
  void pipeline.failed.then((reason) => givenUp.abort(reason))
  const begunMs = performance.now()
  const events: TimedEvent[] = []
  const onEvent = (event: SaleEvent) => {
    events.push({ event, second: Math.round((performance.now() - begunMs) / 1_000) })
  }
  const part: Part = { ...options, pipeline, observer, signal, begunMs, events, onEvent }
  const closing = new AbortController()
  try {
    const looking = lookEverySecond(part)
      .catch(giveUp)
      .finally(() => closing.abort())
    const visiting = visitShop({ ...pipeline, ledger, seed, until: closing.signal }).catch(giveUp)
    const writing = writeSale(plan, { ...part, ledger }).catch(giveUp)
    await Promise.allSettled([looking, visiting, writing, slowSearch(part).catch(giveUp)])
    signal.throwIfAborted()

    const atEnd = await catchUp(part)
    const dayLater = await passDay(part, ledger.count)
    const forgotten = pipeline.recordsDropped()
    const nextDayMs = await orderNextDay(part, ledger)
    const measured = { samples: await looking, events, pages: await visiting }
    return { ...measured, atEnd, dayLater, forgotten, nextDayMs }
  } finally {
    observer.close()
  }
}

interface Part extends PlayOptions {
  readonly pipeline: Pipeline
  readonly observer: Observer
  readonly begunMs: number
  /** What has happened, in its order. */
  readonly events: readonly TimedEvent[]
  readonly onEvent: (event: SaleEvent) => void
}

/**
 * Looks until the last second, and on while the sale is not over: the machine may be slow. A look that
 * takes longer than a second costs the next one.
 */
async function lookEverySecond(part: Part): Promise<readonly Sample[]> {
  const { observer, timeline, begunMs, events, onSample } = part
  const samples: Sample[] = []
  const isOver = () => events.some(({ event }) => event === 'over')
  let told = 0
  for (let second = 0; second <= timeline.end || !isOver(); ) {
    await untilSecond(second, part)
    const sample = await observer.look(second)
    samples.push(sample)
    onSample(sample, events.slice(told))
    told = events.length
    second = Math.max(second + 1, Math.ceil((performance.now() - begunMs) / 1_000))
  }
  return samples
}

async function slowSearch(part: Part): Promise<void> {
  const { pipeline, timeline, onEvent } = part
  await untilSecond(timeline.slow, part)
  pipeline.slowSearch(SLOW_MS)
  onEvent('slow')
  await untilSecond(timeline.fast, part)
  pipeline.slowSearch(0)
  onEvent('fast')
}

async function untilSecond(second: number, { begunMs, signal }: Part): Promise<void> {
  const waitMs = begunMs + second * 1_000 - performance.now()
  if (waitMs > 0) await delay(waitMs, undefined, { signal })
  signal.throwIfAborted()
}

async function catchUp({ observer, timeline, catchUpMsMax, signal }: Part): Promise<Sample> {
  const deadline = performance.now() + catchUpMsMax
  for (;;) {
    const sample = await observer.look(timeline.end)
    const lacksNothing = SINKS.every((sink) => sample.sinks[sink].lacks === 0)
    if (lacksNothing || performance.now() >= deadline) return sample
    await delay(POLL_MS, undefined, { signal })
  }
}

/** @returns how long it took until a search found an order of the next day; undefined: not in time. */
async function orderNextDay(part: Part, ledger: Ledger): Promise<number | undefined> {
  const { pipeline, signal, timeline } = part
  const change = planNextDay(timeline)
  await writeSale([change], { ...part, ledger, onEvent: () => undefined })
  const writtenMs = performance.now()
  while (performance.now() - writtenMs < FOUND_MS_MAX) {
    const marks = await readIndexMarks(pipeline.endpoints.opensearch, pipeline.searchIndex)
    if (marks.has(change.id)) return performance.now() - writtenMs
    await delay(POLL_MS, undefined, { signal })
  }
  return undefined
}

/** @returns what is so when the Pipe has either delivered or given up everything. */
async function passDay(part: Part, written: number): Promise<Sample> {
  const { pipeline, observer, timeline, signal } = part
  pipeline.jumpClock(DAY_MS)
  const deadline = performance.now() + GIVE_UP_MS_MAX
  while (pipeline.recordsDone() < written && performance.now() < deadline) {
    await delay(POLL_MS, undefined, { signal })
  }
  return observer.look(timeline.end)
}
