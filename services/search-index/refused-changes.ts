import { PipelineError, RetryableError } from '../../shared/errors/pipeline-error.ts'
import type { ConcreteIndex, IndexAdmin, IndexMapping } from '../../shared/search/index-admin.ts'
import { type FieldDifference, type Fields, listDifferences } from './list-differences.ts'

/** A change of a field's mapping that the index does not take. */
export interface RefusedChange extends FieldDifference {
  /** Why, in the engine's words. */
  readonly reason: string
}

/**
 * Finds the fields whose new mapping the index does not take, by asking it: only the engine knows
 * which parameters of a field can be changed in place, and which words mean the same. New fields
 * are not tried: they come when all is accepted.
 *
 * Asking makes the change. Where one is refused, the others are put back as they were.
 *
 * @returns those refused, changes of a type first; none when the index has taken all.
 */
export async function refusedChanges(
  { name, mapping }: ConcreteIndex,
  wanted: IndexMapping,
  admin: IndexAdmin,
): Promise<readonly RefusedChange[]> {
  const made: FieldDifference[] = []
  const refused: RefusedChange[] = []
  for (const difference of listDifferences(mapping.properties ?? {}, wanted.properties ?? {})) {
    const reason = await tryChange(name, difference.change, admin)
    if (reason === null) made.push(difference)
    else refused.push({ ...difference, reason })
  }
  if (refused.length === 0) return []

  for (const { restore } of made.reverse()) await tryChange(name, restore, admin)
  return refused.toSorted((a, b) => Number(isOfType(b)) - Number(isOfType(a)))
}

/** @returns why the index refuses it; null when it has taken it. */
async function tryChange(
  index: string,
  properties: Fields,
  admin: IndexAdmin,
): Promise<string | null> {
  try {
    await admin.putMapping(index, { properties: properties as Record<string, object> })
    return null
  } catch (error) {
    if (!(error instanceof PipelineError) || error instanceof RetryableError) throw error
    return error.message
  }
}

function isOfType({ has, wants }: FieldDifference): boolean {
  return has.type !== wants.type
}
