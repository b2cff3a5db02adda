/** Whether two parsed JSON values are equal; the order of an object's names does not count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && areSame(a, b)
  return !Array.isArray(b) && haveSameMembers(a as Members, b as Members)
}

type Members = Readonly<Record<string, unknown>>

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let place = 0; place < a.length; place += 1) {
    if (!isSameJson(a[place], b[place])) return false
  }
  return true
}

function haveSameMembers(a: Members, b: Members): boolean {
  let more = 0
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isSameJson(a[name], b[name])) return false
    more += 1
  }
  for (const _ in b) more -= 1
  return more === 0
}
