import type { EntryState } from './entry-words.ts'
import { describeExpiry, describeFloor, describeLease, describeValue } from './entry-words.ts'
import { hidePersonalData } from './hide-personal-data.ts'
import type { WantedEntry } from './wanted-entry.ts'

/** A cached thing as `tailrace cache get` shows it. */
export function toEntryLines(wanted: WantedEntry, state: EntryState): string[] {
  const { value, lease, floor } = state.entry
  const lines = [
    wanted.key,
    `  value  ${describeValue(state)}${describeExpiry(value)}`,
    ...(value?.text ? [`         ${showValue(value.text, wanted)}`] : []),
    `  lease  ${describeLease(state.entry)}${describeExpiry(lease)}`,
  ]
  // A list has no floor: positions of different items do not compare.
  if (wanted.itemKey === undefined) return lines
  return [...lines, `  floor  ${describeFloor(state.entry)}${describeExpiry(floor)}`]
}

/** A value as JSON without personal data; one that is no JSON is not shown, since nobody knows what it holds. */
export function showValue(text: string, { entity }: WantedEntry): string {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(hidePersonalData(value, Object.keys(entity.personalData)))
  } catch {
    return `no JSON, ${text.length} characters`
  }
}
