import { isDeepStrictEqual } from 'node:util'
import type { Fields } from './list-differences.ts'
import type { RefusedChange } from './refused-changes.ts'

/** Refusals whose reason only repeats what the index has and what the definition says. */
const SAYS_NO_MORE =
  /cannot be changed from type|conflicts with existing mapper|object mapping|parameter can't be updated/

/**
 * What a person reads whose definition does not fit the index: what to do, and then a line per
 * field, so that a text that is cut at its end keeps what counts.
 */
export function describeRefusals(index: string, refused: readonly RefusedChange[]): string {
  const fields = refused.length === 1 ? 'a field' : `${refused.length} fields`
  return [
    `The index ${index} has ${fields} otherwise than the definition says, and cannot change that ` +
      'in place. Nothing was changed. Give the new mapping a field of its own, set the definition ' +
      'back, or rebuild into a new index.',
    ...refused.map(describeRefusal),
  ].join('\n')
}

function describeRefusal({ path, has, wants, reason }: RefusedChange): string {
  const [before, after] = [describeField(has, wants), describeField(wants, has)]
  const why = SAYS_NO_MORE.test(reason) ? '' : ` (${reason})`
  return `- ${path.join('.')}: the index has ${before}, the definition says ${after}${why}`
}

/** A field's type, and of its parameters those that the other has not, or has otherwise. */
function describeField({ type, ...parameters }: Fields, other: Fields): string {
  const own = Object.entries(parameters).filter(
    ([name, value]) => !isDeepStrictEqual(value, other[name]),
  )
  const texts = own.map(([name, value]) =>
    name === 'properties' ? 'fields of its own' : `${name} ${JSON.stringify(value)}`,
  )
  return [String(type), ...(texts.length > 0 ? [`(${texts.join(', ')})`] : [])].join(' ')
}
