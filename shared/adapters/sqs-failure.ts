import { isRecord } from '../json/is-record.ts'

/** The name of what went wrong: of an entry of a batch call, or of the call itself. */
export function toReason(failure: unknown): string {
  if (failure instanceof Error) return failure.name
  return isRecord(failure) && 'Code' in failure ? String(failure.Code) : 'Unknown'
}

export function distinct(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons)]
}
