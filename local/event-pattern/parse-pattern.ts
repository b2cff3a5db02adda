import { isRecord } from '../../shared/json/is-record.ts'
import { parseLeafPath } from './event-leaves.ts'
import { OR_COMBINATIONS_MAX } from './limits.ts'
import type { Branch, FieldTest, ValueTest } from './match-branch.ts'
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
  if (!isRecord(pattern)) throw new PatternError('', 'an event pattern must be a JSON object')
  const open = parseObject(pattern, undefined, [new Map()], { dialect, insideOr: false })
  return open.map((branch) =>
    [...branch]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, tests]) => toFieldTest(path, tests)),
  )
}

function toFieldTest(path: string, tests: readonly ValueTest[]): FieldTest {
  const ofValues = tests.flatMap((test) => ('accepts' in test ? [test.accepts] : []))
  const [only] = ofValues
  return {
    path: parseLeafPath(path),
    accepts:
      only !== undefined && ofValues.length === 1
        ? only
        : (value) => ofValues.some((accepts) => accepts(value)),
    acceptsAbsence: ofValues.length < tests.length,
  }
}

function parseObject(
  object: Readonly<Record<string, unknown>>,
  parent: string | undefined,
  branches: readonly OpenBranch[],
  reading: Reading,
): readonly OpenBranch[] {
  const entries = Object.entries(object)
  if (entries.length === 0) {
    throw new PatternError(parent ?? '', 'an empty object matches nothing: name a field in it')
  }
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
    throw new PatternError(
      path,
      `inside $or, "${name}" is kept for the operator and names no field`,
    )
  }
  if (isRecord(value)) return parseObject(value, path, branches, reading)
  if (!Array.isArray(value)) {
    const given = JSON.stringify(value)
    throw new PatternError(path, `values stand in a list: [${given}], not ${given}`)
  }
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
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new PatternError(path, '$or takes a list of at least two objects')
  }
  const grown = alternatives.flatMap((alternative: unknown) => {
    if (!isRecord(alternative)) throw new PatternError(path, '$or takes objects only')
    return parseObject(alternative, parent, branches, { ...reading, insideOr: true })
  })
  if (grown.length > OR_COMBINATIONS_MAX) {
    throw new PatternError(path, `$or makes more than ${OR_COMBINATIONS_MAX} combinations`)
  }
  return grown
}

function parseTests(entries: readonly unknown[], path: string, dialect: Dialect): ValueTest[] {
  if (entries.length === 0) throw new PatternError(path, 'an empty list matches nothing')
  return entries.map((entry): ValueTest => {
    if (isRecord(entry)) return operatorTest(entry, path, dialect)
    if (typeof entry === 'object' && entry !== null) {
      throw new PatternError(path, 'a list of values holds no further list')
    }
    return exactTest(entry)
  })
}
