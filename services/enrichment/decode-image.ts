import {
  contentOf,
  decodeNative,
  NESTING_MAX,
  tagOf,
} from '../../shared/attribute-value/decode-native.ts'
import {
  createNativeMap,
  type NativeMap,
  type NativeValue,
} from '../../shared/attribute-value/native-value.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { isRecord } from '../../shared/json/is-record.ts'
import { isSameJson } from '../../shared/json/is-same-json.ts'
import type { AttributePlans } from './entity-plan.ts'

export interface UndeclaredPolicy {
  readonly undeclared: 'drop' | 'keep'
  /** Told the path of each attribute that is dropped, each time that one is read. Never a value. */
  readonly onUndeclared: (path: string) => void
}

/** The other image of the same change, which was decoded before. */
export interface DecodedImage {
  readonly image: unknown
  readonly decoded: NativeMap
}

/**
 * Decodes an image and leaves out, at every depth, what the definition does not name. Declared
 * attributes come in the definition's order.
 *
 * @param other what is the same there is taken from it: the very same values, with names inside what
 *   is kept whole in that image's order.
 * @throws PoisonError `image.schema_invalid` when a value is not in DynamoDB's form, or is nested
 *   too deeply.
 */
export function decodeImage(
  image: unknown,
  plans: AttributePlans,
  policy: UndeclaredPolicy,
  other?: DecodedImage,
): NativeMap {
  if (!isRecord(image)) {
    throw new PoisonError('image.schema_invalid', 'The image is not a map of attributes.')
  }
  return decodeMembers(image, plans, policy, { prefix: '', depth: 0, other })
}

interface Place {
  readonly prefix: string
  readonly depth: number
  readonly other?: DecodedImage | undefined
}

function decodeMembers(
  members: Record<string, unknown>,
  plans: AttributePlans,
  policy: UndeclaredPolicy,
  { prefix, depth, other }: Place,
): NativeMap {
  const decoded = createNativeMap()
  let declared = 0
  for (const { name, path, children } of plans.inOrder) {
    if (!Object.hasOwn(members, name)) continue
    const value = members[name]
    decoded[name] =
      sameOf(other, name, value) ?? decodePlanned(value, children, policy, path, depth)
    declared += 1
  }

  if (declared === countNames(members)) return decoded
  for (const name of Object.keys(members)) {
    if (plans.byName.has(name)) continue
    if (policy.undeclared === 'keep') decoded[name] = decodeNative(members[name], depth)
    else policy.onUndeclared(`${prefix}${name}`)
  }
  return decoded
}

function countNames(members: Record<string, unknown>): number {
  let count = 0
  for (const _ in members) count += 1
  return count
}

function sameOf(
  other: DecodedImage | undefined,
  name: string,
  value: unknown,
): NativeValue | undefined {
  if (other === undefined || !isRecord(other.image)) return undefined
  return isSameJson(value, other.image[name]) ? other.decoded[name] : undefined
}

/** A value whose type is not the declared one is decoded as it is: the schema refuses it. So is one nested too deeply, which is then refused. */
function decodePlanned(
  value: unknown,
  children: AttributePlans | undefined,
  policy: UndeclaredPolicy,
  path: string,
  depth: number,
): NativeValue {
  if (children === undefined || depth > NESTING_MAX) return decodeNative(value, depth)
  const tag = tagOf(value)
  const content = contentOf(value, tag)
  if (tag === 'M' && isRecord(content)) {
    return decodeMembers(content, children, policy, { prefix: `${path}.`, depth: depth + 1 })
  }
  if (tag === 'L' && Array.isArray(content)) {
    return content.map((element) => decodePlanned(element, children, policy, path, depth + 1))
  }
  return decodeNative(value, depth)
}
