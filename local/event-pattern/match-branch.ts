import type { ArrayPlaces, EventFields, Scalar } from './event-fields.ts'

/** What one entry of a field's list accepts: the field's absence, or values. */
export type ValueTest = { readonly absent: true } | { readonly accepts: (value: Scalar) => boolean }

export interface FieldTest {
  readonly path: string
  /** Any one of them suffices. */
  readonly tests: readonly ValueTest[]
}

/** Field tests that must all hold, sorted by path: the order decides what `exists: false` sees. */
export type Branch = readonly FieldTest[]

/**
 * Whether an event's fields pass every test of a branch without using two elements of one array.
 *
 * Given `{"lines": [{"sku": ["a"], "size": ["L"]}]}`, an event whose first line has the sku and whose
 * second has the size does not match: each choice of a value narrows the elements the next may use.
 */
export function matchesBranch(branch: Branch, fields: EventFields): boolean {
  return matchesFrom(0, new Map())

  function matchesFrom(index: number, places: ArrayPlaces): boolean {
    const field = branch[index]
    if (field === undefined) return true
    const values = fields.get(field.path) ?? []
    const reachable = values.flatMap(({ value, places: own }) => {
      const joined = joinPlaces(places, own)
      return joined === undefined ? [] : [{ value, joined }]
    })

    if (reachable.length === 0 && field.tests.some((test) => 'absent' in test)) {
      return matchesFrom(index + 1, places)
    }
    return reachable.some(
      ({ value, joined }) =>
        field.tests.some((test) => 'accepts' in test && test.accepts(value)) &&
        matchesFrom(index + 1, joined),
    )
  }
}

/** Both ways together, or undefined where they go through different elements of one array. */
function joinPlaces(some: ArrayPlaces, others: ArrayPlaces): ArrayPlaces | undefined {
  if (others.size === 0) return some
  for (const [array, index] of others) {
    const place = some.get(array)
    if (place !== undefined && place !== index) return undefined
  }
  return new Map([...some, ...others])
}
