import { isSameValue } from '../../shared/attribute-value/is-same-value.ts'
import type { NativeMap } from '../../shared/attribute-value/native-value.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { AttributePlans } from './entity-plan.ts'

/**
 * The declared attributes that differ between two images, sorted. Compared before masking, so a
 * change of a dropped attribute shows as a change.
 *
 * @param before null where there is none, or none that can be read: then all that are present differ.
 */
export function listChanged(
  before: NativeMap | null,
  after: NativeMap,
  plans: AttributePlans,
): string[] {
  return plans.inOrder
    .map(({ name }) => name)
    .filter((name) => !isSameValue(before?.[name], after[name]))
    .sort()
}

/** The change of the state attribute, or null where it did not change. */
export function findTransition(
  before: NativeMap | null,
  after: NativeMap,
  state: string | undefined,
): ChangeEvent['transition'] {
  if (state === undefined) return null
  const from = toState(before?.[state])
  const to = toState(after[state])
  return from === to ? null : { from, to }
}

function toState(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
