/**
 * How far the sinks are behind a write: from when it was due to each change's own arrival, which the
 * functions' logs tell by its eventID. Beside a reader of the same stream by the SDK, which asks
 * as often as a Pipe does. The changes come at fixed times, whatever takes long, at a calm rate first
 * and then at higher ones until one does not hold.
 *
 * `found by a search` adds the index's refresh; the lake's delivery stream has a change when it has
 * answered, and its object comes after the buffer's interval.
 */
import type { SignalListener } from '../../local/signals.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { Suite } from '../harness/suite.ts'
import { SINKS } from '../pipeline/progress.ts'
import { type BenchPipeline, startBenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { readJourneys } from './journey.ts'
import { holds, toKeepingUpTable } from './keeping-up.ts'
import { toPartsTable } from './parts.ts'
import { watchSearches } from './search-watch.ts'
import { type Loader, startLoader } from './start-load.ts'
import { type Phase, toLagTable } from './tables.ts'

const CALM = { rate: 20, seconds: 20 }
const WARM = { rate: 100, seconds: 3 }
const RATES = [100, 300, 600, 1_000]
const SECONDS = 5

export const suite: Suite = {
  summary: 'from a write to each sink, at 20 changes a second and at higher rates',
  async run() {
    const events = new Map<string, ChangeEvent>()
    const onSignal: SignalListener = (signal) => {
      if (signal.type !== 'event.accepted') return
      const event = signal.event.detail as unknown as ChangeEvent
      events.set(event.id, event)
    }
    await using pipeline = await startBenchPipeline(SINKS, { onSignal })
    using loader = startLoader(pipeline.local.file)
    const run: Run = { pipeline, loader, events }
    await playPhase(WARM, run)
    const calm = await playPhase({ ...CALM, isWatched: true }, run)
    const phases = [calm]
    for (const rate of RATES) {
      const phase = await playPhase({ rate, seconds: SECONDS }, run)
      phases.push(phase)
      if (!holds(phase)) break
    }
    return [...phases.map(toLagTable), toPartsTable(calm), toKeepingUpTable(phases)]
  },
}

interface Run {
  readonly pipeline: BenchPipeline
  readonly loader: Loader
  readonly events: ReadonlyMap<string, ChangeEvent>
}

/** @param isWatched the stream is read beside it, and searches are made, which costs something too. */
async function playPhase(
  load: { readonly rate: number; readonly seconds: number; readonly isWatched?: true },
  { pipeline, loader, events }: Run,
): Promise<Phase> {
  const { progress, local, logsDir } = pipeline
  const { rate, seconds, isWatched = false } = load
  const changes = rate * seconds
  const before = progress.mark()
  const searches = isWatched
    ? watchSearches(local.file.endpoints.opensearch ?? '', events)
    : undefined
  const prefix = `lag-${before.search}`
  const writes = await loader.write({ rate, seconds, prefix, reads: isWatched })
  await progress.reached(SINKS, changes, before)
  const foundMs = (await searches?.finish(changes)) ?? new Map()
  return { rate, journeys: await readJourneys(writes, { events, foundMs, logsDir }) }
}
