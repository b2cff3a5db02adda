import { setTimeout as delay } from 'node:timers/promises'
import { createLedger } from './ledger.ts'
import { passDay } from './next-day.ts'
import { createObserver } from './observe.ts'
import type { Part, PlayOptions } from './part.ts'
import type { Pipeline } from './pipeline.ts'
import { type Recording, type Sample, SINKS, type TimedEvent } from './recording.ts'
import type { SaleEvent } from './timeline.ts'
import { visitShop } from './visit-shop.ts'
import { writeSale } from './write-sale.ts'

/** What slow means. */
const SLOW_MS = 1_000
const POLL_MS = 250

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
    const nextDay = await passDay(part, ledger)
    const measured = { samples: await looking, events, pages: await visiting }
    return { ...measured, atEnd, ...nextDay }
  } finally {
    observer.close()
  }
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
