import type { Observer } from './observe.ts'
import type { Pipeline } from './pipeline.ts'
import type { Sample, TimedEvent } from './recording.ts'
import type { SaleChange } from './sale.ts'
import type { SaleEvent, Timeline } from './timeline.ts'

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

/** A part that is being played. */
export interface Part extends PlayOptions {
  readonly pipeline: Pipeline
  readonly observer: Observer
  readonly begunMs: number
  /** What has happened, in its order. */
  readonly events: readonly TimedEvent[]
  readonly onEvent: (event: SaleEvent) => void
}
