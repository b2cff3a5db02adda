import { isRecord } from '../../../shared/json/is-record.ts'
import { AwsError } from '../../endpoints/aws-json.ts'
import { INTEGER_MAX, INTEGER_MIN } from './limits.ts'

/** What `JSON.parse` tells of a value beside the value. */
interface ValueSource {
  /** The text of a value that is no object and no list. */
  readonly source?: string
}

/** @throws AwsError for a text that is no JSON object, or holds an integer beyond signed 64 bits. */
export function parseDetail(text: string): Readonly<Record<string, unknown>> {
  let hasTooLarge = false
  const look = (_name: string, value: unknown, { source }: ValueSource = {}): unknown => {
    if (typeof value === 'number' && source !== undefined) hasTooLarge ||= isTooLarge(source)
    return value
  }
  const detail = parseOrNothing(text, look)
  if (!isRecord(detail)) throw new AwsError('MalformedDetail', 'Detail is malformed.')
  if (hasTooLarge) {
    throw new AwsError('MalformedDetail', 'Detail has an integer beyond signed 64 bits.')
  }
  return detail
}

function parseOrNothing(
  text: string,
  look: (name: string, value: unknown, source?: ValueSource) => unknown,
): unknown {
  try {
    return JSON.parse(text, look)
  } catch {
    // The caller says so, as for any other text that is no object.
    return undefined
  }
}

function isTooLarge(source: string): boolean {
  if (!/^-?\d+$/.test(source)) return false
  const integer = BigInt(source)
  return integer < INTEGER_MIN || integer > INTEGER_MAX
}
