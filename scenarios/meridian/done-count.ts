import type { SignalListener } from '../../local/signals.ts'
import type { Pipeline } from './pipeline.ts'

/** Counts what a Pipe is through with, by its signals. */
export function createDoneCount(): {
  readonly onSignal: SignalListener
  readonly counts: Pick<Pipeline, 'recordsDone' | 'recordsDropped'>
} {
  const done = new Set<string>()
  let dropped = 0
  return {
    onSignal(signal) {
      if (signal.type === 'records.done') for (const eventID of signal.eventIDs) done.add(eventID)
      if (signal.type === 'batch.dropped') dropped += signal.records
    },
    counts: { recordsDone: () => done.size, recordsDropped: () => dropped },
  }
}
