import { type Json, setProperty, toJson } from '../../shared/attribute-value/json.ts'
import {
  isNativeMap,
  type NativeMap,
  type NativeValue,
} from '../../shared/attribute-value/native-value.ts'
import type { Image } from '../../shared/change-event/change-event.ts'
import type { AttributePlan, AttributePlans } from './entity-plan.ts'
import { maskText } from './mask-text.ts'
import type { Tokenise } from './tokenise.ts'

/** The other image of a change, already projected, and which declared attributes differ from it. */
export interface ProjectedOther {
  readonly image: Image | null
  readonly changed: readonly string[]
}

/**
 * Turns a checked image into what leaves the enrichment: plain JSON without personal data in the
 * clear.
 *
 * @param other spares projecting again what did not change.
 */
export function projectImage(
  image: NativeMap,
  plans: AttributePlans,
  tokenise: Tokenise,
  other: ProjectedOther = { image: null, changed: [] },
): Image {
  const projected: Image = {}
  for (const name in image) {
    const plan = plans.byName.get(name)
    const value = image[name]
    if (value === undefined || plan?.treatment === 'drop') continue
    const isKnown = plan !== undefined && other.image !== null && !other.changed.includes(name)
    const known = isKnown ? other.image[name] : undefined
    setProperty(projected, name, known ?? project(value, plan, tokenise))
  }
  return projected
}

function project(value: NativeValue, plan: AttributePlan | undefined, tokenise: Tokenise): Json {
  if (plan === undefined) return toJson(value)
  if (plan.treatment === 'token') return tokenise(plan.path, String(toJson(value)))
  if (plan.treatment === 'mask') return maskText(String(value))
  const { children } = plan
  if (children === undefined) return toJson(value)
  if (isNativeMap(value)) return projectImage(value, children, tokenise)
  if (Array.isArray(value)) return value.map((element) => project(element, plan, tokenise))
  return toJson(value)
}
