import type { Signal, SignalListener } from '../../local/signals.ts'

export type Sink = 'search' | 'lake' | 'cache'
export const SINKS: readonly Sink[] = ['search', 'lake', 'cache']

export type Taken = Readonly<Record<Sink, number>>

/** Counts what each sink's function has taken, as the runtime tells it. */
export interface Progress {
  readonly onSignal: SignalListener
  /** What each has taken by now, to count on from: one may have had a message twice. */
  mark(): Taken
  /** Settles when each of the sinks has taken so many messages since then. @throws Error when nothing moves. */
  reached(sinks: readonly Sink[], messages: number, since: Taken): Promise<void>
}

const FUNCTIONS: Readonly<Record<Sink, RegExp>> = {
  search: /projector/i,
  lake: /lake/i,
  cache: /invalidator/i,
}
/** A bound on hanging. */
const STILL_MS_MAX = 120_000
const LOOK_MS = 5

export function createProgress(): Progress {
  const taken: Record<Sink, number> = { search: 0, lake: 0, cache: 0 }
  let movedAt = performance.now()
  return {
    onSignal: (signal) => {
      const batch = toBatch(signal)
      if (batch === undefined) return
      taken[batch.sink] += batch.taken
      if (batch.taken > 0) movedAt = performance.now()
    },
    mark: () => ({ ...taken }),
    async reached(sinks, messages, since) {
      movedAt = performance.now()
      while (sinks.some((sink) => taken[sink] - since[sink] < messages)) {
        if (performance.now() - movedAt > STILL_MS_MAX) {
          throw new Error(`Nothing moves: ${JSON.stringify(taken)} of ${messages}.`)
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
  }
}

function toBatch(signal: Signal): { sink: Sink; taken: number } | undefined {
  if (signal.type !== 'mapping.batch') return undefined
  const sink = SINKS.find((one) => FUNCTIONS[one].test(signal.function))
  return sink && { sink, taken: signal.messages - signal.failed.length }
}
