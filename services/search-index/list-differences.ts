import { isDeepStrictEqual } from 'node:util'
import { isRecord } from '../../shared/json/is-record.ts'

/** Fields by name, in OpenSearch's own words. */
export type Fields = Readonly<Record<string, unknown>>

/** One field that an index has otherwise than a definition says. */
export interface FieldDifference {
  /** The names from the top down. */
  readonly path: readonly string[]
  /** The field's mapping in the index, without the fields below it where both have such. */
  readonly has: Fields
  readonly wants: Fields
  /** A mapping that changes this field and, of those above it, nothing. */
  readonly change: Fields
  /** A mapping that changes it back. */
  readonly restore: Fields
}

/**
 * Compares the fields of an index with those of a definition, at every depth, by their words: the
 * index may leave out what is its default, and so be told to differ where it does not.
 *
 * Fields of which the index knows nothing yet are left out, and so are those that only it has.
 */
export function listDifferences(has: Fields, wants: Fields): readonly FieldDifference[] {
  return Object.keys(wants).flatMap((name) => {
    const [existing, wanted] = [toField(has[name]), toField(wants[name])]
    if (existing === undefined || wanted === undefined) return []
    return compareField(name, existing, wanted)
  })
}

function compareField(name: string, has: Fields, wants: Fields): readonly FieldDifference[] {
  if (isDeepStrictEqual(has, wants)) return []
  const whole = { path: [name], has, wants, change: { [name]: wants }, restore: { [name]: has } }
  const [below, wantedBelow] = [has.properties, wants.properties]
  if (!isRecord(below) || !isRecord(wantedBelow) || has.type !== wants.type) return [whole]

  const { properties: _, ...own } = has
  const { properties: __, ...wantedOwn } = wants
  const ownDifference = {
    path: [name],
    has: own,
    wants: wantedOwn,
    change: { [name]: wantedOwn },
    restore: { [name]: own },
  }
  const inside = listDifferences(below, wantedBelow).map((difference) => ({
    ...difference,
    path: [name, ...difference.path],
    change: { [name]: { ...own, properties: difference.change } },
    restore: { [name]: { ...own, properties: difference.restore } },
  }))
  return isDeepStrictEqual(own, wantedOwn) ? inside : [ownDifference, ...inside]
}

/** With the type that is meant where none is named. */
function toField(value: unknown): Fields | undefined {
  return isRecord(value) ? { type: 'object', ...value } : undefined
}
