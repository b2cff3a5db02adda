/** What people search: filtered, so that it never shows a tombstone. */
export function searchAlias(index: string): string {
  return index
}

/** What the projector writes to: always one concrete index. */
export function writeAlias(index: string): string {
  return `${index}-write`
}

/** The first concrete index; a rebuild makes the next number and swaps the aliases. */
export function firstIndex(index: string): string {
  return `${index}-000001`
}
