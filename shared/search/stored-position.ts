import type { StreamName } from '../change-event/parse-stream-arn.ts'
import { isRecord } from '../json/is-record.ts'

/** Where a stored change stands. */
export interface StoredPosition extends StreamName {
  /** 40 digits. */
  readonly seq: string
}

const PADDED = /^[0-9]{40}$/

/** Reads a stored document's `_cdc`; null when it has none of ours. */
export function toStoredPosition(source: unknown): StoredPosition | null {
  if (!isRecord(source) || !isRecord(source._cdc)) return null
  const { table, stream, seq } = source._cdc
  if (typeof table !== 'string' || typeof stream !== 'string' || typeof seq !== 'string')
    return null
  return PADDED.test(seq) ? { table, stream, seq } : null
}
