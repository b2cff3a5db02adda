import { isRecord } from '../../shared/json/is-record.ts'

/** What a pattern can look at: a leaf of the event. Objects and arrays are only ways to leaves. */
export type Scalar = string | number | boolean | null

/** For each array on the way to a leaf, which element the way went through: array number -> index. */
export type ArrayPlaces = ReadonlyMap<number, number>

export interface FieldValue {
  readonly value: Scalar
  readonly places: ArrayPlaces
}

/** Leaves by dotted path, in document order. `{"a.b": 1}` and `{"a": {"b": 1}}` are the same field. */
export type EventFields = ReadonlyMap<string, readonly FieldValue[]>

interface Reading {
  readonly ways: ReadonlySet<string>
  readonly fields: Map<string, FieldValue[]>
  arrays: number
}

/**
 * Makes a reader that flattens an event to the given paths and looks at nothing else, so the cost
 * follows the pattern and not the event.
 *
 * @returns a function that gives `undefined` for an event that is no object.
 */
export function createFieldReader(
  paths: readonly string[],
): (event: unknown) => EventFields | undefined {
  const ways = new Set(paths.flatMap(waysTo))
  return (event) => {
    if (!isRecord(event)) return undefined
    const reading: Reading = { ways, fields: new Map(), arrays: 0 }
    readObject(event, undefined, new Map(), reading)
    return reading.fields
  }
}

/** `a.b.c` is reached through `a`, `a.b` and itself. */
function waysTo(path: string): string[] {
  const ways = [path]
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    ways.push(path.slice(0, dot))
  }
  return ways
}

function readObject(
  object: Readonly<Record<string, unknown>>,
  parent: string | undefined,
  places: ArrayPlaces,
  reading: Reading,
): void {
  for (const name of Object.keys(object)) {
    const path = parent === undefined ? name : `${parent}.${name}`
    if (reading.ways.has(path)) readValue(object[name], path, places, reading)
  }
}

function readValue(value: unknown, path: string, places: ArrayPlaces, reading: Reading): void {
  if (Array.isArray(value)) readArray(value, path, places, reading)
  else if (isRecord(value)) readObject(value, path, places, reading)
  else addLeaf(value as Scalar, path, places, reading)
}

function readArray(
  elements: readonly unknown[],
  path: string,
  places: ArrayPlaces,
  reading: Reading,
): void {
  const array = reading.arrays++
  elements.forEach((element, index) => {
    const isLeaf = typeof element !== 'object' || element === null
    // A leaf of the array itself belongs to no element: only what lies below one can contradict.
    const within = isLeaf ? places : new Map(places).set(array, index)
    readValue(element, path, within, reading)
  })
}

function addLeaf(value: Scalar, path: string, places: ArrayPlaces, reading: Reading): void {
  const values = reading.fields.get(path)
  if (values === undefined) reading.fields.set(path, [{ value, places }])
  else values.push({ value, places })
}
