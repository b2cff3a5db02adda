import { isRecord } from '../../shared/json/is-record.ts'

/** What a pattern can look at: a leaf of the event. Objects and arrays are only ways to leaves. */
export type Scalar = string | number | boolean | null

/** Which element a way went through, of each array on it; the innermost first. */
export interface Place {
  readonly array: readonly unknown[]
  /** Where the array stands: one array may stand at two paths of an event. */
  readonly path: string
  readonly index: number
  readonly outer: Place | undefined
}

/** A path of a pattern, taken apart once, so that an event is only looked up in. */
export type LeafPath = readonly PathPoint[]

/** A point on the path: after none of its names, after the first, ... */
interface PathPoint {
  /** The path up to here. */
  readonly path: string
  /** Names an event may go on by: `{"a.b": 1}` and `{"a": {"b": 1}}` are the same field. */
  readonly steps: readonly { readonly name: string; readonly to: number }[]
}

interface Search {
  readonly path: LeafPath
  /** Told of each leaf and of the elements on its way; true ends the search. */
  readonly visit: (value: Scalar, place: Place | undefined) => boolean
}

export function parseLeafPath(path: string): LeafPath {
  const names = path.split('.')
  return Array.from({ length: names.length + 1 }, (_, from) => ({
    path: names.slice(0, from).join('.'),
    steps: names.slice(from).map((__, more) => {
      const to = from + more + 1
      return { name: names.slice(from, to).join('.'), to }
    }),
  }))
}

/**
 * Visits the leaves at a path until one is taken, and looks at nothing else of the event, so the
 * cost follows the pattern and not the event.
 *
 * @param place elements chosen before: no other element of these arrays is entered.
 */
export function someLeaf(
  event: Readonly<Record<string, unknown>>,
  place: Place | undefined,
  search: Search,
): boolean {
  return inObject(event, 0, place, search)
}

function inObject(
  object: Readonly<Record<string, unknown>>,
  at: number,
  place: Place | undefined,
  search: Search,
): boolean {
  const steps = search.path[at]?.steps ?? []
  for (const { name, to } of steps) {
    const value = object[name]
    // Most names are not there: the cheaper look comes first.
    if (value === undefined || !Object.hasOwn(object, name)) continue
    if (inValue(value, to, place, search)) return true
  }
  return false
}

function inValue(value: unknown, at: number, place: Place | undefined, search: Search): boolean {
  if (Array.isArray(value)) return inArray(value, at, place, search)
  if (isRecord(value)) return inObject(value, at, place, search)
  return at === search.path.length - 1 && search.visit(value as Scalar, place)
}

/** A leaf of the array itself belongs to no element: only what lies below one can contradict. */
function inArray(
  array: readonly unknown[],
  at: number,
  place: Place | undefined,
  search: Search,
): boolean {
  const path = search.path[at]?.path ?? ''
  const chosen = findPlace(place, array, path)
  return array.some((element, index) => {
    if (typeof element !== 'object' || element === null) return inValue(element, at, place, search)
    if (chosen === undefined) {
      return inValue(element, at, { array, path, index, outer: place }, search)
    }
    return chosen.index === index && inValue(element, at, place, search)
  })
}

function findPlace(
  place: Place | undefined,
  array: readonly unknown[],
  path: string,
): Place | undefined {
  let one = place
  while (one !== undefined && (one.array !== array || one.path !== path)) one = one.outer
  return one
}
