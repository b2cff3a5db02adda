import { isRecord } from '../../shared/json/is-record.ts'
import type { Branch, ValueTest } from './match-branch.ts'
import { exactTest } from './operators/exact.ts'
import { isOperatorName, operatorTest } from './operators/operator-table.ts'
import { type Dialect, PatternError } from './pattern-error.ts'

/** The one name that is no field: a list of alternatives. */
const OR = '$or'

/** Field tests by path, while a pattern is read. */
type OpenBranch = ReadonlyMap<string, readonly ValueTest[]>

interface Reading {
  readonly dialect: Dialect
  /** Inside `$or` the operators' names cannot be field names. */
  readonly insideOr: boolean
}

/**
 * Turns a pattern into branches of which one must hold: `$or` multiplies them out.
 *
 * @throws PatternError where AWS refuses the pattern, or the dialect lacks an operator.
 */
export function parsePattern(pattern: unknown, dialect: Dialect): readonly Branch[] {
  if (!isRecord(pattern)) throw new PatternError('', 'a pattern must be a JSON object')
  const open = parseObject(pattern, undefined, [new Map()], { dialect, insideOr: false })
  return open.map((branch) =>
    [...branch]
      .map(([path, tests]) => ({ path, tests }))
      .sort((one, other) => (one.path < other.path ? -1 : 1)),
  )
}

function parseObject(
  object: Readonly<Record<string, unknown>>,
  parent: string | undefined,
  branches: readonly OpenBranch[],
  reading: Reading,
): readonly OpenBranch[] {
  const entries = Object.entries(object)
  if (entries.length === 0) throw new PatternError(parent ?? '', 'an empty object is not allowed')
  return entries.reduce(
    (grown, [name, value]) =>
      name === OR
        ? parseOr(value, parent, grown, reading)
        : parseField(name, value, parent, grown, reading),
    branches,
  )
}

function parseField(
  name: string,
  value: unknown,
  parent: string | undefined,
  branches: readonly OpenBranch[],
  reading: Reading,
): readonly OpenBranch[] {
  const path = parent === undefined ? name : `${parent}.${name}`
  if (reading.insideOr && isOperatorName(name)) {
    throw new PatternError(path, `"${name}" is an operator and cannot be a field inside $or`)
  }
  if (isRecord(value)) return parseObject(value, path, branches, reading)
  if (!Array.isArray(value)) throw new PatternError(path, 'must be an object or an array')
  const tests = parseTests(value, path, reading.dialect)
  return branches.map((branch) => new Map(branch).set(path, tests))
}

function parseOr(
  alternatives: unknown,
  parent: string | undefined,
  branches: readonly OpenBranch[],
  reading: Reading,
): readonly OpenBranch[] {
  const path = parent === undefined ? OR : `${parent}.${OR}`
  if (!Array.isArray(alternatives)) throw new PatternError(path, 'must be an array')
  if (alternatives.length < 2) throw new PatternError(path, 'needs at least two objects')
  return alternatives.flatMap((alternative: unknown) => {
    if (!isRecord(alternative)) throw new PatternError(path, 'may hold objects only')
    return parseObject(alternative, parent, branches, { ...reading, insideOr: true })
  })
}

function parseTests(entries: readonly unknown[], path: string, dialect: Dialect): ValueTest[] {
  if (entries.length === 0) throw new PatternError(path, 'an empty array is not allowed')
  return entries.map((entry): ValueTest => {
    if (isRecord(entry)) return operatorTest(entry, path, dialect)
    if (typeof entry === 'object' && entry !== null) {
      throw new PatternError(path, 'a value must be a string, number, true, false, or null')
    }
    return exactTest(entry)
  })
}
