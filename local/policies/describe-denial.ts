import type { Decision } from './evaluate.ts'
import type { Caller } from './principals.ts'

export interface DeniedCall {
  /** Logical id of the role, or the service and whom it calls for. */
  readonly name: string
  readonly caller: Caller
  readonly action: string
  /** Logical id, or the ARN of what is not of the stack. */
  readonly resource: string
  /** For a key: what is encrypted with it. */
  readonly encrypted?: string
  /** Logical id. */
  readonly policyOfResource: string | undefined
}

/** Which statement is missing or denies, and where to mend it. */
export function describeDenial(
  decision: Extract<Decision, { allowed: false }>,
  { name, caller, action, resource, encrypted, policyOfResource }: DeniedCall,
): string {
  const what = `${action} on ${resource}`
  const why = encrypted === undefined ? '' : ` (${encrypted} is encrypted with it)`
  if (decision.because === 'denied') {
    return `the statement ${decision.statement} of ${decision.policy} denies ${what}${why}: narrow it`
  }
  if (decision.because === 'nothing-allows' && caller.kind === 'role') {
    return `no statement of ${name} allows ${what}${why}: add it to the role`
  }
  return policyOfResource === undefined
    ? `${resource} has no policy that allows ${name} to ${action}${why}: give it one`
    : `no statement of ${policyOfResource} allows ${name} to ${what}${why}: add it there`
}
