/**
 * Conditions of a statement, for the keys that the callers of a local run have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import { matchesPattern } from './matches-pattern.ts'
import { textList } from './text-list.ts'

export interface Condition {
  /** As written: `ArnEquals`. */
  readonly operator: string
  /** As written: `aws:SourceArn`. */
  readonly key: string
  /** Undefined for what is not modelled. */
  readonly holds?: (context: RequestContext) => boolean
}

/** By condition key in lower case; a key that the call does not carry is absent. */
export type RequestContext = Readonly<Record<string, string>>

/** What a call of a role or a service may carry here. */
const KEYS: ReadonlySet<string> = new Set([
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
])

interface Operator {
  /** A negated one holds where the key is absent, and where no value is met. */
  readonly negated: boolean
  readonly meets: (actual: string, wanted: string) => boolean
}

const equals: Operator['meets'] = (actual, wanted) => actual === wanted
const equalsInAnyCase: Operator['meets'] = (actual, wanted) =>
  actual.toLowerCase() === wanted.toLowerCase()

const operators: Readonly<Record<string, Operator>> = {
  ArnEquals: { negated: false, meets: meetsArn },
  ArnLike: { negated: false, meets: meetsArn },
  ArnNotEquals: { negated: true, meets: meetsArn },
  ArnNotLike: { negated: true, meets: meetsArn },
  Bool: { negated: false, meets: equalsInAnyCase },
  StringEquals: { negated: false, meets: equals },
  StringEqualsIgnoreCase: { negated: false, meets: equalsInAnyCase },
  StringLike: { negated: false, meets: matchesPattern },
  StringNotEquals: { negated: true, meets: equals },
  StringNotEqualsIgnoreCase: { negated: true, meets: equalsInAnyCase },
  StringNotLike: { negated: true, meets: matchesPattern },
}

const IF_EXISTS = 'IfExists'
const ARN_PARTS = 6

/** @throws Error for what is no condition at all. */
export function readConditions(value: unknown, name: string): readonly Condition[] {
  if (value === undefined) return []
  if (!isRecord(value)) throw new Error(`${name}: Condition must be an object`)
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new Error(`${name}: Condition.${operator} must be an object`)
    return Object.entries(keys).map(([key, wanted]) => {
      const values = textList(withTexts(wanted), `${name}: Condition.${operator}.${key}`)
      return { operator, key, ...compile(operator, key, values) }
    })
  })
}

/** A boolean of a template is a text to IAM. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts)
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : value
}

function compile(
  written: string,
  key: string,
  values: readonly string[],
): Pick<Condition, 'holds'> {
  const ifExists = written.endsWith(IF_EXISTS)
  const name = ifExists ? written.slice(0, -IF_EXISTS.length) : written
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  const contextKey = key.toLowerCase()
  if (operator === undefined || !KEYS.has(contextKey)) return {}
  if (values.some((value) => value.includes('${'))) return {}
  const { negated, meets } = operator
  return {
    holds: (context) => {
      const actual = context[contextKey]
      if (actual === undefined) return ifExists || negated
      return values.some((value) => meets(actual, value)) !== negated
    },
  }
}

/** Part by part: a wildcard does not reach over a colon. */
function meetsArn(actual: string, wanted: string): boolean {
  const actualParts = arnParts(actual)
  const wantedParts = arnParts(wanted)
  return (
    actualParts.length === wantedParts.length &&
    actualParts.every((part, index) => matchesPattern(part, wantedParts[index] ?? ''))
  )
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}
