/**
 * The decision about one call, within one account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { RequestContext } from './conditions.ts'
import { matchesPattern } from './matches-pattern.ts'
import type { Patterns, Policy, Statement } from './policy-document.ts'
import { type Caller, matchPrincipals, type PrincipalMatch } from './principals.ts'

export interface AccessRequest {
  readonly caller: Caller
  readonly action: string
  readonly resource: string
  readonly context: RequestContext
  /** Of the caller's role; none for a service. */
  readonly ofCaller: readonly Policy[]
  /** Of the resource. */
  readonly ofResource: readonly Policy[]
  /** A key's policy has to let the caller or its account in; other resources are the account's. */
  readonly resourceDecides: boolean
}

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly because: 'nothing-allows' | 'resource-does-not-allow' }
  | {
      readonly allowed: false
      readonly because: 'denied'
      readonly policy: string
      readonly statement: string
    }

/** An explicit Deny wins; what nothing allows is denied. */
export function evaluate(request: AccessRequest): Decision {
  const { caller, ofCaller, ofResource, resourceDecides } = request
  const all = [...ofCaller, ...ofResource]
  for (const { logicalId, statements } of all) {
    const denies = statements.find(
      (statement) => statement.effect === 'Deny' && concerns(statement, request) !== 'not',
    )
    if (denies) {
      return { allowed: false, because: 'denied', policy: logicalId, statement: denies.name }
    }
  }

  const byResource = allowedBy(ofResource, request)
  if (byResource === 'named') return { allowed: true }
  if (resourceDecides && byResource === 'not') {
    return { allowed: false, because: 'resource-does-not-allow' }
  }
  const byCaller = caller.kind === 'role' && allowedBy(ofCaller, request) === 'named'
  return byCaller ? { allowed: true } : { allowed: false, because: 'nothing-allows' }
}

function allowedBy(policies: readonly Policy[], request: AccessRequest): PrincipalMatch {
  const matches = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === 'Allow')
    .map((statement) => concerns(statement, request))
  if (matches.includes('named')) return 'named'
  return matches.includes('by-account') ? 'by-account' : 'not'
}

/** Whether a statement is about the call; a statement of a role is about its role. */
function concerns(statement: Statement, request: AccessRequest): PrincipalMatch {
  const { effect, actions, resources, principals, conditions } = statement
  const applies =
    names(actions, request.action.toLowerCase(), (pattern) => pattern.toLowerCase()) &&
    names(resources, request.resource) &&
    // What is not modelled never gives a denial, and never takes a permission away.
    conditions.every(({ holds }) => holds?.(request.context) ?? effect === 'Allow')
  if (!applies) return 'not'
  return principals === undefined ? 'named' : matchPrincipals(principals, request.caller)
}

function names(
  { not, patterns }: Patterns,
  text: string,
  prepare: (pattern: string) => string = (pattern) => pattern,
): boolean {
  return patterns.some((pattern) => matchesPattern(text, prepare(pattern))) !== not
}
