import type { StreamName } from '../change-event/parse-stream-arn.ts'
import type { MessageOutcome } from './queue-message.ts'

/** Reasons to come back that only a deployment, or a rebuild, takes away. */
const CODES: ReadonlySet<string> = new Set([
  'lineage.unknown',
  'lineage.stored_unknown',
  'codec.mismatch',
])

/** A stream whose changes a sink does not write as it is deployed now. */
export interface WaitingStream extends StreamName {
  readonly code: string
  /** How many of the batch. */
  readonly changes: number
}

/** The streams that wait in a batch, once for each code: what a person must know to end the wait. */
export function findWaitingStreams(results: readonly MessageOutcome[]): readonly WaitingStream[] {
  const waiting = results.flatMap(({ event, outcome }) => {
    if (event === null || outcome.kind !== 'retryable' || !CODES.has(outcome.code)) return []
    const { table, stream } = event.position
    return [{ code: outcome.code, table, stream }]
  })
  const byStream = Map.groupBy(waiting, (one) => JSON.stringify([one.code, one.table, one.stream]))
  return [...byStream.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, changes: others.length + 1 }],
  )
}
