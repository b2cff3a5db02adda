import type { CachedValueVerdict } from '../../local/agreement/judge-cached-value.ts'
import { describeDuration } from '../up/format-change.ts'
import type { CacheEntry, Stored } from './read-entry.ts'

/** A cached thing at one moment, and what became of its value meanwhile. */
export interface EntryState {
  readonly entry: CacheEntry
  /** Undefined: nothing is cached, or it is a list, which the table cannot be asked for. */
  readonly verdict: CachedValueVerdict | undefined
}

const VERDICTS: Readonly<Record<CachedValueVerdict, string>> = {
  equal: 'as the table has it',
  different: 'differs from the table',
  absent: 'cached as absent, and the table has it',
  ghost: 'cached, and gone from the table',
  'no item': 'holds something that is no item',
}

/** What a value is worth. */
export function describeValue({ entry: { value }, verdict }: EntryState): string {
  if (value === undefined) return 'not cached'
  if (value.text === null) return 'holds something that is no text'
  if (verdict === undefined) return value.text === '' ? 'cached as absent' : 'cached'
  if (value.text === '' && verdict === 'equal') return 'cached as absent, as in the table'
  return VERDICTS[verdict]
}

/** Whether somebody may fill the value now. */
export function describeLease({ lease }: CacheEntry): string {
  if (lease === undefined) return 'none'
  // The word is that of the script which invalidates lists.
  return lease.text === 'closed' ? 'closed: nobody may fill it' : 'held: somebody is filling it'
}

/** The newest change that the item was invalidated for. */
export function describeFloor({ floor }: CacheEntry): string {
  if (floor === undefined) return 'none'
  const [, stream, digits] = /^(.*)\/(\d{40})$/.exec(floor.text ?? '') ?? []
  return digits === undefined ? 'holds something that is no floor' : `${digits} of stream ${stream}`
}

/** `, for another 12 s` */
export function describeExpiry(stored: Stored | undefined): string {
  if (stored === undefined) return ''
  const { expiresInMs } = stored
  return expiresInMs === undefined
    ? ', without end'
    : `, for another ${describeDuration(expiresInMs)}`
}

/** `as the table has it               lease none    floor 00...07`: one state, to be read below another. */
export function describeInOneLine(state: EntryState): string {
  const { floor } = state.entry
  const [leaseWord] = describeLease(state.entry).split(':')
  const digits = floor?.text?.slice(-DIGITS) ?? 'none'
  return [
    describeValue(state).padEnd(VALUE_WIDTH),
    `lease ${leaseWord}`.padEnd(LEASE_WIDTH),
    `floor ${digits}`,
  ].join('  ')
}

const DIGITS = 40
const VALUE_WIDTH = Math.max(...Object.values(VERDICTS).map((words) => words.length))
const LEASE_WIDTH = 'lease closed'.length
