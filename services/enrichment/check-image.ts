import * as v from 'valibot'
import type { NativeMap } from '../../shared/attribute-value/native-value.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { isExpectation } from '../../shared/entity/expectation.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'

/** Places that one message names at most. */
const PLACES_MAX = 10

/**
 * Checks a decoded image against its entity's schema.
 *
 * @throws PoisonError `image.schema_invalid` whose message names the places and what was expected
 *   there, never a value.
 */
export function checkImage(image: NativeMap, definition: EntityDefinition): void {
  const result = v.safeParse(definition.schema, image, { abortPipeEarly: true })
  if (result.success) return
  const places = result.issues.slice(0, PLACES_MAX).map(describe)
  const more = result.issues.length - places.length
  const cause = [...places, ...(more > 0 ? [`${more} more`] : [])].join('; ')
  throw new PoisonError('image.schema_invalid', `The image is no ${definition.name}: ${cause}.`, {
    cause,
  })
}

/**
 * The same beside an image that was checked: only the attributes in which it differs are looked at.
 *
 * @param checked whose values are this one's where nothing changed.
 */
export function fitsBeside(
  image: NativeMap,
  checked: NativeMap,
  { schema }: EntityDefinition,
): boolean {
  // A check of the whole item looks at more than what differs.
  if ('pipe' in schema) return v.is(schema, image)
  return Object.entries(schema.entries).every(([name, entry]) => {
    const value = image[name]
    if (value === undefined) return checked[name] === undefined || mayLack(name, entry)
    return value === checked[name] || v.is(entry, value)
  })
}

/** As the item's schema sees it: an entry is not run for a name that is not there. */
function mayLack(name: string, entry: v.GenericSchema): boolean {
  return v.is(v.object({ [name]: entry }), {})
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the item'
  if (issue.type === 'object') return `${path} is missing`
  return `${path} is not ${isExpectation(issue.message) ? issue.message : 'as declared'}`
}
