import { PoisonError } from '../errors/pipeline-error.ts'
import { isRecord } from '../json/is-record.ts'
import { compareDecimals, toCanonicalDecimal, toExactNumber } from './decimal.ts'
import {
  Binary,
  BinarySet,
  createNativeMap,
  ExactNumber,
  type NativeMap,
  type NativeValue,
  NumberSet,
  TextSet,
} from './native-value.ts'

/** Twice the depth that DynamoDB allows, so that no input can exhaust the stack. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const NESTING_MAX = 64

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Whether a text is binary as DynamoDB transports it: padded, without breaks. */
export function isBase64(text: string): boolean {
  return BASE64.test(text)
}

/**
 * Decodes one value, at any depth. Sets come out sorted, so equal sets are equal.
 *
 * @throws PoisonError `image.schema_invalid` when it is not DynamoDB's form of a value.
 */
export function decodeNative(value: unknown, depth = 0): NativeValue {
  const tag = tagOf(value)
  const content = contentOf(value, tag)
  if (depth > NESTING_MAX) throw malformed('nested too deeply')
  switch (tag) {
    case 'S':
      return asText(content)
    case 'N':
      return decodeNumber(content)
    case 'BOOL':
      if (typeof content !== 'boolean') throw malformed('a BOOL that is neither true nor false')
      return content
    case 'NULL':
      if (content !== true) throw malformed('a NULL that is not true')
      return null
    case 'B':
      return new Binary(asBase64(content))
    case 'L':
      return asArray(content).map((element) => decodeNative(element, depth + 1))
    case 'M':
      return decodeMap(content, depth)
    case 'SS':
      return new TextSet(asArray(content).map(asText).sort(compareUtf8))
    case 'NS':
      return new NumberSet(asArray(content).map(decodeNumber).sort(compareNumbers))
    case 'BS':
      return new BinarySet(asArray(content).map(asBase64).sort(compareBytes))
    default:
      throw malformed('an unknown type tag')
  }
}

/**
 * The one tag of a value, which names its type.
 *
 * @throws PoisonError `image.schema_invalid` when it has not exactly one.
 */
export function tagOf(value: unknown): string {
  let only: string | undefined
  if (isRecord(value)) {
    for (const tag in value) {
      if (only !== undefined) throw malformed('more than one type tag')
      only = tag
    }
  }
  if (only === undefined) throw malformed('no type tag')
  return only
}

/** What the tag of a value holds. */
export function contentOf(value: unknown, tag: string): unknown {
  return (value as Record<string, unknown>)[tag]
}

function decodeMap(content: unknown, depth: number): NativeMap {
  if (!isRecord(content)) throw malformed('an M that is no object')
  const map = createNativeMap()
  for (const name of Object.keys(content)) map[name] = decodeNative(content[name], depth + 1)
  return map
}

function decodeNumber(content: unknown): number | ExactNumber {
  const digits = asText(content)
  const exact = toExactNumber(digits)
  if (exact !== undefined && digits.trim() !== '') return exact
  if (toCanonicalDecimal(digits) === undefined) throw malformed('an N that is no number')
  return new ExactNumber(digits)
}

function asText(content: unknown): string {
  if (typeof content !== 'string') throw malformed('text expected')
  return content
}

function asBase64(content: unknown): string {
  const text = asText(content)
  if (!isBase64(text)) throw malformed('binary that is not base64')
  return text
}

function asArray(content: unknown): unknown[] {
  if (!Array.isArray(content)) throw malformed('an array expected')
  return content
}

const compareUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

const compareBytes = (a: string, b: string) =>
  Buffer.compare(Buffer.from(a, 'base64'), Buffer.from(b, 'base64'))

const compareNumbers = (a: number | ExactNumber, b: number | ExactNumber) =>
  compareDecimals(toDigits(a), toDigits(b))

function toDigits(value: number | ExactNumber): string {
  return typeof value === 'number' ? String(value) : value.digits
}

function malformed(what: string): PoisonError {
  return new PoisonError('image.schema_invalid', `Not a DynamoDB attribute value: ${what}.`)
}
