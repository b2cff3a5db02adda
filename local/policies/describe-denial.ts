import type { Decision } from './evaluate.ts'
import type { Caller } from './principals.ts'

export interface DeniedCall {
  /** Logical id of the role, or the service and whom it calls for. */
  readonly name: string
  readonly caller: Caller
  readonly action: string
  readonly resource: string
  readonly resourceId: string | undefined
  /** Logical ids. */
  readonly policiesOfResource: readonly string[]
}

/** Which statement is missing or denies, and where to mend it. */
export function describeDenial(
  decision: Extract<Decision, { allowed: false }>,
  call: DeniedCall,
): string {
  const { name, action } = call
  const what = `${action} on ${call.resourceId ?? call.resource}`
  if (decision.because === 'denied') {
    return `the statement ${decision.statement} of ${decision.policy} denies ${what}: narrow it there`
  }
  if (decision.because === 'nothing-allows' && call.caller.kind === 'role') {
    return `no statement of ${name} allows ${what}: add it to the role`
  }
  const [policy] = call.policiesOfResource
  return policy === undefined
    ? `${call.resourceId ?? call.resource} has no policy that allows ${name} to ${action}: add one`
    : `no statement of ${policy} allows ${name} to ${what}: add it there`
}
