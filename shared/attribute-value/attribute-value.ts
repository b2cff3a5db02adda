/**
 * DynamoDB's own form of a value, as a stream record carries it: exactly one tag, which names the
 * type. Binary is base64 text.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: AttributeValues }

/** An item's attributes, or a map's, by name. */
export type AttributeValues = { readonly [name: string]: AttributeValue }
