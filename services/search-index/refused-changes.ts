import { isDeepStrictEqual } from 'node:util'
import { PipelineError, RetryableError } from '../../shared/errors/pipeline-error.ts'
import type { ConcreteIndex, IndexAdmin, IndexMapping } from '../../shared/search/index-admin.ts'

/**
 * Finds the fields whose new mapping the index does not take, by asking it: field by field, so that
 * all of them are named at once. New fields are not tried; they come when all is accepted.
 *
 * A change that can be made in place is made by the asking. If the deploy fails for another field,
 * its rollback puts the old definition back the same way.
 *
 * @returns one sentence per field, in the engine's words, with the way out.
 */
export async function refusedChanges(
  current: ConcreteIndex,
  wanted: IndexMapping,
  admin: IndexAdmin,
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [field, property] of Object.entries(wanted.properties ?? {})) {
    const existing = current.mapping.properties?.[field]
    if (existing === undefined || isDeepStrictEqual(existing, property)) continue
    try {
      await admin.putMapping(current.name, { properties: { [field]: property } })
    } catch (error) {
      if (!(error instanceof PipelineError) || error instanceof RetryableError) throw error
      problems.push(
        `The field ${field} of ${current.name} cannot be changed in place (${error.message}): ` +
          'give the new mapping a field of its own, or rebuild into a new index.',
      )
    }
  }
  return problems
}
