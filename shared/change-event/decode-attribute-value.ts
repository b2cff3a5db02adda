import type { AttributeValue } from '../attribute-value/attribute-value.ts'
import { decodeNative } from '../attribute-value/decode-native.ts'
import { type Json, toJson } from '../attribute-value/json.ts'

/**
 * Decodes DynamoDB's form of a value to what a change event carries for it: a number as a JSON
 * number where that loses nothing, else its digits; a set as a sorted array; binary as base64.
 *
 * @throws PoisonError `image.schema_invalid` when it is not DynamoDB's form of a value.
 */
export function decodeAttributeValue(value: AttributeValue): Json {
  return toJson(decodeNative(value))
}
