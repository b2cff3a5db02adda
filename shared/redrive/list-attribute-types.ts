import { isRecord } from '../json/is-record.ts'

/** Levels and names that are shown: a record may be anything. */
const LEVELS_MAX = 8
const NAMES_MAX = 200

/** Value types of DynamoDB that hold no further values. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html */
const LEAVES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS'] as const

/**
 * The attributes of an image by path, each with its type: `shippingAddress.city: S`. Never a value.
 *
 * @returns at most 200 lines.
 */
export function listAttributeTypes(image: unknown): readonly string[] {
  const lines: string[] = []
  addMembers(image, '', 0, lines)
  return lines.length > NAMES_MAX ? [...lines.slice(0, NAMES_MAX), '...'] : lines
}

function addMembers(image: unknown, prefix: string, level: number, lines: string[]): void {
  if (!isRecord(image)) {
    lines.push(`${prefix === '' ? 'image' : prefix}: not a map of attributes`)
    return
  }
  for (const [name, value] of Object.entries(image)) {
    if (lines.length > NAMES_MAX) return
    addValue(value, `${prefix}${name}`, level, lines)
  }
}

function addValue(value: unknown, path: string, level: number, lines: string[]): void {
  const content = isRecord(value) ? value : {}
  const leaf = LEAVES.find((type) => Object.hasOwn(content, type))
  if (leaf !== undefined) lines.push(`${path}: ${leaf}`)
  else if (level >= LEVELS_MAX) lines.push(`${path}: nested deeper`)
  else if (isRecord(content.M)) {
    lines.push(`${path}: M`)
    addMembers(content.M, `${path}.`, level + 1, lines)
  } else if (Array.isArray(content.L)) {
    lines.push(`${path}: L of ${content.L.length}`)
    const [first] = content.L
    if (first !== undefined) addValue(first, `${path}[]`, level + 1, lines)
  } else lines.push(`${path}: of no known type`)
}
