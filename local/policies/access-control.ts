import type { Emit } from '../signals.ts'
import { AccessDenied, type Authorize } from './authorize.ts'
import { describeDenial } from './describe-denial.ts'
import { type AccessRequest, evaluate } from './evaluate.ts'
import type { PolicyRegister } from './policy-register.ts'
import type { Caller } from './principals.ts'

/** Asks the policies of the template whether a call is allowed. Evaluated at each call. */
export interface AccessControl {
  /**
   * What a role may do: the execution role of a function, the role of a Pipe.
   *
   * @throws Error when the role is not in this stack: what it may do is not known.
   */
  ofRole(roleArn: unknown): Authorize
  /** What a service may do on behalf of one of its resources, by the policies of what it calls. */
  ofService(call: {
    readonly service: 'events.amazonaws.com'
    readonly sourceArn: string
  }): Authorize
}

export interface AccessControlOptions {
  readonly register: PolicyRegister
  readonly emit: Emit
  /** Logical id of what has that ARN, or lies in it; undefined for what is not of the stack. */
  readonly logicalIdOf: (arn: string) => string | undefined
}

/** One who calls: the name in messages, and what every call of it carries. */
interface Asking {
  readonly name: string
  readonly caller: Caller
  readonly context: AccessRequest['context']
}

/** Calls go over loopback, but as on AWS they count as made over TLS. */
const TLS = { 'aws:securetransport': 'true' } as const

export function createAccessControl(options: AccessControlOptions): AccessControl {
  const { register, emit, logicalIdOf } = options
  const told = new Set<string>()

  const authorizeAs =
    ({ name, caller, context }: Asking): Authorize =>
    (action, resource) => {
      const ofCaller = caller.kind === 'role' ? register.findRole(caller.arn)?.policies : undefined
      const decision = evaluate({
        caller,
        action,
        resource,
        context,
        ofCaller: ofCaller ?? [],
        ofResource: register.ofResource(resource),
        resourceDecides: false,
      })
      const call = `${name} ${action} ${resource}`
      if (decision.allowed) {
        told.delete(call)
        return
      }
      const reason = describeDenial(decision, {
        name,
        caller,
        action,
        resource,
        resourceId: logicalIdOf(resource),
        policiesOfResource: register.ofResource(resource).map(({ logicalId }) => logicalId),
      })
      if (!told.has(call)) emit({ type: 'access.denied', caller: name, action, resource, reason })
      told.add(call)
      throw new AccessDenied({ caller: name, action, resource, reason })
    }

  return {
    ofRole(roleArn) {
      const role = register.findRole(roleArn)
      if (role === undefined) {
        throw new Error(`the role ${String(roleArn)} is not in this stack`)
      }
      const caller: Caller = { kind: 'role', arn: role.arn }
      return authorizeAs({ name: role.logicalId, caller, context: TLS })
    },
    ofService({ service, sourceArn }) {
      const context = {
        ...TLS,
        'aws:sourcearn': sourceArn,
        'aws:sourceaccount': sourceArn.split(':')[4] ?? '',
      }
      const source = logicalIdOf(sourceArn) ?? sourceArn
      const name = `${service} for ${source}`
      return authorizeAs({ name, caller: { kind: 'service', service }, context })
    },
  }
}
