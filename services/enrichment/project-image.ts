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

/** Turns a checked image into what leaves the enrichment: plain JSON without personal data in the clear. */
export function projectImage(image: NativeMap, plans: AttributePlans, tokenise: Tokenise): Image {
  const projected: Image = {}
  for (const name of Object.keys(image)) {
    const plan = plans.byName.get(name)
    const value = image[name]
    if (value === undefined || plan?.treatment === 'drop') continue
    setProperty(
      projected,
      name,
      plan === undefined ? toJson(value) : project(value, plan, tokenise),
    )
  }
  return projected
}

function project(value: NativeValue, plan: AttributePlan, tokenise: Tokenise): Json {
  if (plan.treatment === 'token') return tokenise(plan.path, String(toJson(value)))
  if (plan.treatment === 'mask') return maskText(String(value))
  const { children } = plan
  if (children === undefined) return toJson(value)
  if (isNativeMap(value)) return projectImage(value, children, tokenise)
  if (Array.isArray(value)) return value.map((element) => project(element, plan, tokenise))
  return toJson(value)
}
