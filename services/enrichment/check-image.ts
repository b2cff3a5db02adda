import * as v from 'valibot'
import type { NativeMap } from '../../shared/attribute-value/native-value.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { isExpectation } from '../../shared/entity/expectation.ts'
import { listMembers, toPredicate } from '../../shared/entity/predicate.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'

/** Places that one message names at most. */
const PLACES_MAX = 10

/** The checks of one entity's images. */
export interface ImageCheck {
  /**
   * Checks a decoded image against its entity's schema.
   *
   * @throws PoisonError `image.schema_invalid` whose message names the places and what was expected
   *   there, never a value.
   */
  readonly check: (image: NativeMap) => void
  /**
   * The same beside an image that was checked: only the attributes in which it differs are looked at.
   *
   * @param checked whose values are this one's where nothing changed.
   */
  readonly fitsBeside: (image: NativeMap, checked: NativeMap) => boolean
}

export function createImageCheck(definition: EntityDefinition): ImageCheck {
  const { schema } = definition
  const fits = toPredicate(schema)
  const members = listMembers(schema.entries)
  return {
    check: (image) => {
      if (!fits(image)) askWhy(image, definition)
    },
    fitsBeside: (image, checked) => {
      // A check of the whole item looks at more than what differs.
      if ('pipe' in schema) return fits(image)
      for (const member of members) {
        const value = image[member.name]
        if (value === checked[member.name]) continue
        if (value === undefined ? !member.mayLack : !member.fits(value)) return false
      }
      return true
    },
  }
}

/** Valibot has the last word: it says why, or that the image is good after all. */
function askWhy(image: NativeMap, definition: EntityDefinition): void {
  const result = v.safeParse(definition.schema, image, { abortPipeEarly: true })
  if (result.success) return
  const places = result.issues.slice(0, PLACES_MAX).map(describe)
  const more = result.issues.length - places.length
  const cause = [...places, ...(more > 0 ? [`${more} more`] : [])].join('; ')
  throw new PoisonError('image.schema_invalid', `The image is no ${definition.name}: ${cause}.`, {
    cause,
  })
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the item'
  if (issue.type === 'object') return `${path} is missing`
  return `${path} is not ${isExpectation(issue.message) ? issue.message : 'as declared'}`
}
