import type { Clock } from '../../clock.ts'
import type { InvocationResult } from '../../functions/function-process.ts'
import type { Emit } from '../../signals.ts'
import type { StoppedByName } from '../../stopped-by-name.ts'
import type { PutEventsEntry, PutEventsResult } from '../event-bus/put-events.ts'
import type { PipeSettings } from './pipe-settings.ts'
import type { SourceRecord } from './source-record.ts'
import type { StreamPort } from './stream-port.ts'

/** What a Pipe reads from, goes through and writes to. */
export interface Pipe {
  readonly name: string
  readonly settings: PipeSettings
  readonly stream: StreamPort
  /** Invoked with a bare array of records; absent when the Pipe has no enrichment. */
  readonly enrich?: (batch: readonly SourceRecord[]) => Promise<InvocationResult>
  readonly busArn: string
  readonly putEvents: (entries: readonly PutEventsEntry[]) => Promise<PutEventsResult>
  readonly clock: Clock
  readonly random: () => number
  readonly emit: Emit
  /** Tells the runtime to stop, which takes its time. */
  readonly stopByName: (error: StoppedByName) => void
  /** Aborted when the runtime stops: the batches in flight are finished, none is begun. */
  readonly signal: AbortSignal
}
