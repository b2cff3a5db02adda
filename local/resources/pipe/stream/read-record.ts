import type { SourceRecord } from '../source-record.ts'
import type { StreamPort } from './stream-port.ts'

/** A record as a Pipe holds it from reading it until it is done. */
export interface ReadRecord {
  readonly source: SourceRecord
  /** The latest moment at which the change can have been made, epoch milliseconds. */
  readonly createdAtMs: number
  /** Of its JSON. */
  readonly bytes: number
}

export interface RecordReading extends Pick<StreamPort, 'timeStepMs' | 'toPipeTime'> {
  /** By the Pipe's clock. */
  readonly readAtMs: number
}

/**
 * A stream tells a record's time rounded down, so that alone would let a young record seem too old.
 * The change was made before the next step of the clock, and before it was read.
 */
export function toReadRecord(
  source: SourceRecord,
  { timeStepMs, toPipeTime = (ms) => ms, readAtMs }: RecordReading,
): ReadRecord {
  const toldMs = source.dynamodb.ApproximateCreationDateTime * 1000
  return {
    source,
    createdAtMs: Math.max(toPipeTime(toldMs), Math.min(toPipeTime(toldMs + timeStepMs), readAtMs)),
    bytes: Buffer.byteLength(JSON.stringify(source)),
  }
}

export function sequenceNumberOf({ source }: ReadRecord): string {
  return source.dynamodb.SequenceNumber
}
