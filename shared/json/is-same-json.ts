import { isRecord } from './is-record.ts'

/** Whether two parsed JSON values are equal; the order of an object's names does not count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, place) => isSameJson(value, b[place]))
    )
  }
  if (!isRecord(a) || !isRecord(b)) return false
  let namesOfA = 0
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isSameJson(a[name], b[name])) return false
    namesOfA += 1
  }
  return namesOfA === Object.keys(b).length
}
