import { type LeafPath, type Place, type Scalar, someLeaf } from './event-leaves.ts'

/** What one entry of a field's list accepts: the field's absence, or values. */
export type ValueTest = { readonly absent: true } | { readonly accepts: (value: Scalar) => boolean }

export interface FieldTest {
  readonly path: LeafPath
  /** Whether any entry of the field's list takes the value. */
  readonly accepts: (value: Scalar) => boolean
  /** Whether an entry takes the field's absence. */
  readonly acceptsAbsence: boolean
}

/** Field tests that must all hold, sorted by path: the order decides what `exists: false` sees. */
export type Branch = readonly FieldTest[]

/**
 * Whether an event passes every test of a branch without using two elements of one array.
 *
 * Given `{"lines": [{"sku": ["a"], "size": ["L"]}]}`, an event whose first line has the sku and whose
 * second has the size does not match: each choice of a value narrows the elements the next may use.
 */
export function matchesBranch(branch: Branch, event: Readonly<Record<string, unknown>>): boolean {
  return matchesFrom(0, undefined)

  function matchesFrom(position: number, place: Place | undefined): boolean {
    const field = branch[position]
    if (field === undefined) return true
    let isThere = false
    const { path, accepts } = field
    const matches = someLeaf(event, place, {
      path,
      visit: (value, within) => {
        isThere = true
        return accepts(value) && matchesFrom(position + 1, within)
      },
    })
    return matches || (!isThere && field.acceptsAbsence && matchesFrom(position + 1, place))
  }
}
