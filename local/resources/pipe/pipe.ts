import type { Clock } from '../../clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import type { Emit } from '../../signals.ts'
import type { PutEventsResult } from '../event-bus/put-events.ts'
import type { PutEventsEntry } from '../event-bus/put-events-entry.ts'
import type { ClientErrorWatch } from './client-error-watch.ts'
import type { PipeSettings } from './pipe-settings.ts'
import type { SourceRecord } from './source-record.ts'
import type { StreamPort } from './stream/stream-port.ts'

/** What a Pipe calls. Each may reject. */
export interface PipePorts {
  readonly stream: StreamPort
  /** Invoked with a bare array of records; absent when the Pipe has no enrichment. */
  readonly enrich?: (
    batch: readonly SourceRecord[],
    killAfterMs?: number,
  ) => Promise<InvocationResult>
  readonly putEvents: (entries: readonly PutEventsEntry[]) => Promise<PutEventsResult>
  /** Sends the position of a batch that was given up; absent when the Pipe has no DLQ. */
  readonly sendDeadLetter?: (body: string) => Promise<void>
}

/** What a Pipe reads from, goes through and writes to. */
export interface Pipe extends PipePorts {
  /** Logical id, for signals. */
  readonly name: string
  readonly arn: string
  readonly settings: PipeSettings
  readonly streamArn: string
  readonly busArn: string
  readonly clock: Clock
  /** Nobody could do a record before: until then it did not age. Epoch milliseconds. */
  readonly agesFromMs?: number
  readonly random: () => number
  readonly emit: Emit
  /** Told of every call that was refused, and of every batch that got through. */
  readonly clientErrors: ClientErrorWatch
  /** Aborted when the Pipe stops: what is in flight is finished, nothing is begun. */
  readonly signal: AbortSignal
}
