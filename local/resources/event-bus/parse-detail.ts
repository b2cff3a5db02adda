import { isRecord } from '../../../shared/json/is-record.ts'
import { AwsError } from '../../endpoints/aws-json.ts'
import { DETAIL_LEVELS_MAX, INTEGER_MAX, INTEGER_MIN } from './limits.ts'

/** What `JSON.parse` tells of a value beside the value. */
interface ValueSource {
  /** The text of a value that is no object and no list. */
  readonly source?: string
}

/** A number, or what looks like one in a text, as long as the shortest that is beyond 64 bits. */
const MAY_BE_TOO_LARGE = /[:,[\s]-?\d{19}/

/**
 * @throws AwsError for a text that is no JSON object, holds an integer beyond signed 64 bits, or is
 * nested too deep.
 */
export function parseDetail(text: string): Readonly<Record<string, unknown>> {
  const { detail, hasTooLarge } = parse(text)
  if (!isRecord(detail)) throw new AwsError('MalformedDetail', 'Detail is malformed.')
  if (hasTooLarge) {
    throw new AwsError('MalformedDetail', 'Detail has an integer beyond signed 64 bits.')
  }
  if (isDeeperThan(DETAIL_LEVELS_MAX, detail)) {
    throw new AwsError('MalformedDetail', `Detail has more than ${DETAIL_LEVELS_MAX} levels.`)
  }
  return detail
}

/** Looks at each number only where one may be too large: that takes three times as long. */
function parse(text: string): { readonly detail: unknown; readonly hasTooLarge: boolean } {
  if (!MAY_BE_TOO_LARGE.test(text)) {
    return { detail: parseOrNothing(text), hasTooLarge: false }
  }
  let hasTooLarge = false
  const look = (_name: string, value: unknown, { source }: ValueSource = {}): unknown => {
    if (typeof value === 'number' && source !== undefined) hasTooLarge ||= isTooLarge(source)
    return value
  }
  const detail = parseOrNothing(text, look)
  return { detail, hasTooLarge }
}

/** Level by level: a recursion could be too deep itself. */
function isDeeperThan(levelsMax: number, value: object): boolean {
  let level: readonly object[] = [value]
  for (let levels = 1; level.length > 0; levels++) {
    if (levels > levelsMax) return true
    level = level.flatMap((one) => Object.values(one).filter(isObject))
  }
  return false
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function parseOrNothing(
  text: string,
  look?: (name: string, value: unknown, source?: ValueSource) => unknown,
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
