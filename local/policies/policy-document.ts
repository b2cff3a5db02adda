/**
 * Policy documents as IAM reads them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import { type Condition, readConditions } from './conditions.ts'
import { type PolicyKind, type Principals, readPrincipals } from './principals.ts'
import { textList } from './text-list.ts'

/** A document, and what it is called in the template. */
export interface Policy {
  /** Logical id of the resource that holds it. */
  readonly logicalId: string
  readonly statements: readonly Statement[]
}

export interface Statement {
  /** Its Sid, else its place: `statement 2`. */
  readonly name: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: Patterns
  readonly resources: Patterns
  /** In policies of resources only. */
  readonly principals?: Principals
  readonly conditions: readonly Condition[]
}

/** What Action or Resource names, or with `not` everything but that. */
export interface Patterns {
  readonly not: boolean
  readonly patterns: readonly string[]
}

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17']
const DOCUMENT_MEMBERS = new Set(['Id', 'Statement', 'Version'])
const STATEMENT_MEMBERS = new Set([
  'Action',
  'Condition',
  'Effect',
  'NotAction',
  'NotResource',
  'Principal',
  'Resource',
  'Sid',
])
const ACTION = /^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i
/** Six parts, the last of which may hold further colons; a wildcard at the end stands for the rest. */
const RESOURCE = /^(\*|arn:[^:]*:[^:*?]+:(?:[^:]*:[^:]*:.+|.*\*))$/

/** @throws Error that says what is wrong and in which statement. */
export function readPolicy(
  document: unknown,
  { logicalId, kind }: { readonly logicalId: string; readonly kind: PolicyKind },
): Policy {
  const parsed = parseDocument(document)
  refuseUnknown(parsed, DOCUMENT_MEMBERS, 'the policy document')
  if (parsed.Version !== undefined && !VERSIONS.includes(parsed.Version)) {
    throw new Error(`the policy document's Version is ${String(parsed.Version)}`)
  }
  const { Statement: given } = parsed
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.length === 0) throw new Error('the policy document has no Statement')
  const statements = list.map((statement, index) => readStatement(statement, index, kind))
  return { logicalId, statements }
}

/** An object, or its JSON as a text. */
function parseDocument(document: unknown): Readonly<Record<string, unknown>> {
  const parsed = typeof document === 'string' ? parseJson(document) : document
  if (!isRecord(parsed)) throw new Error('the policy document is no object')
  return parsed
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('the policy document is no JSON', { cause })
  }
}

function readStatement(statement: unknown, index: number, kind: PolicyKind): Statement {
  const place = `statement ${index + 1}`
  if (!isRecord(statement)) throw new Error(`${place} is no object`)
  const { Sid, Effect } = statement
  const name = typeof Sid === 'string' && Sid !== '' ? Sid : place
  refuseUnknown(statement, STATEMENT_MEMBERS, name)
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    throw new Error(`${name}: Effect must be Allow or Deny, not ${String(Effect)}`)
  }
  return {
    name,
    effect: Effect,
    actions: readPatterns(statement, 'Action', name, ACTION),
    resources: readPatterns(statement, 'Resource', name, RESOURCE),
    ...readPrincipals(statement.Principal, { name, kind }),
    conditions: readConditions(statement.Condition, name),
  }
}

function readPatterns(
  statement: Readonly<Record<string, unknown>>,
  member: 'Action' | 'Resource',
  name: string,
  form: RegExp,
): Patterns {
  const given = [member, `Not${member}`].filter((one) => statement[one] !== undefined)
  const [only] = given
  if (only === undefined || given.length > 1) {
    throw new Error(`${name} must have either ${member} or Not${member}`)
  }
  const patterns = textList(statement[only], `${name}: ${only}`)
  for (const pattern of patterns) {
    if (pattern.includes('${')) {
      throw new Error(`${name}: ${only} ${pattern} has a policy variable, which is not modelled`)
    }
    if (!form.test(pattern)) throw new Error(`${name}: ${only} ${pattern} is malformed`)
  }
  return { not: only !== member, patterns }
}

function refuseUnknown(
  object: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  what: string,
): void {
  const unknown = Object.keys(object).find((member) => !known.has(member))
  if (unknown !== undefined) throw new Error(`${what}: ${unknown} is not modelled`)
}
