import type { Emit } from '../signals.ts'
import { AccessDenied, type Authorize } from './authorize.ts'
import type { RequestContext } from './conditions.ts'
import { describeDenial } from './describe-denial.ts'
import { type Decision, evaluate } from './evaluate.ts'
import { keyActionsOf } from './key-actions.ts'
import type { PolicyRegister } from './policy-register.ts'
import type { Caller } from './principals.ts'

/** Asks the policies of the template whether a call is allowed. Evaluated at each call. */
export interface AccessControl {
  /**
   * What a role may do: the execution role of a function, the role of a Pipe. What is encrypted with
   * a key of the stack needs the key as well.
   *
   * @throws Error when the role is not in this stack: what it may do is not known.
   */
  ofRole(roleArn: unknown): Authorize
  /** What a service may do on behalf of one of its resources, by the policies of what it calls. */
  ofService(call: {
    readonly service: 'events.amazonaws.com' | 'lambda.alarms.cloudwatch.amazonaws.com'
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
  readonly context: RequestContext
}

/** One question: may it do this. `encrypted` is the ARN of the data that a key is wanted for. */
interface Wanted {
  readonly action: string
  readonly resource: string
  readonly encrypted?: string
}

/** Calls go over loopback, but as on AWS they count as made over TLS. */
const TLS = { 'aws:securetransport': 'true' } as const

export function createAccessControl(options: AccessControlOptions): AccessControl {
  const { register, emit, logicalIdOf } = options
  const told = new Set<string>()

  const decide = ({ caller, context }: Asking, { action, resource }: Wanted): Decision =>
    evaluate({
      caller,
      action,
      resource,
      context,
      ofCaller: (caller.kind === 'role' && register.findRole(caller.arn)?.policies) || [],
      ofResource: register.ofResource(resource),
      resourceDecides: action.toLowerCase().startsWith('kms:'),
    })

  const require = (asking: Asking, wanted: Wanted): void => {
    const { action, resource, encrypted } = wanted
    const decision = decide(asking, wanted)
    const call = `${asking.name} ${action} ${resource}`
    if (decision.allowed) {
      told.delete(call)
      return
    }
    const reason = describeDenial(decision, {
      ...asking,
      action,
      resource: logicalIdOf(resource) ?? resource,
      ...(encrypted !== undefined && { encrypted: logicalIdOf(encrypted) ?? encrypted }),
      policyOfResource: register.ofResource(resource)[0]?.logicalId,
    })
    if (!told.has(call)) {
      emit({ type: 'access.denied', caller: asking.name, action, resource, reason })
    }
    told.add(call)
    const explicit = decision.because === 'denied'
    throw new AccessDenied({ caller: asking.name, action, resource, reason, explicit })
  }

  const authorizeAs =
    (asking: Asking): Authorize =>
    (action, resource) => {
      require(asking, { action, resource })
      const key = register.keys.ofResource(resource)
      if (key === undefined) return
      for (const keyAction of keyActionsOf(action)) {
        // A key that AWS manages lets in the account's own callers, and nobody else.
        if (key.kind === 'aws-managed' && asking.caller.kind === 'role') continue
        const keyArn = key.kind === 'of-stack' ? key.arn : key.alias
        require(asking, { action: keyAction, resource: keyArn, encrypted: resource })
      }
    }

  return {
    ofRole(roleArn) {
      const role = register.findRole(roleArn)
      if (role === undefined) throw new Error(`the role ${String(roleArn)} is not in this stack`)
      const caller: Caller = { kind: 'role', arn: role.arn }
      return authorizeAs({ name: role.logicalId, caller, context: TLS })
    },
    ofService({ service, sourceArn }) {
      const context = {
        ...TLS,
        'aws:sourcearn': sourceArn,
        'aws:sourceaccount': sourceArn.split(':')[4] ?? '',
      }
      let authorize: Authorize | undefined
      return (action, resource) => {
        // Not before the first call: what it calls for is created last.
        authorize ??= authorizeAs({
          name: `${service} for ${logicalIdOf(sourceArn) ?? sourceArn}`,
          caller: { kind: 'service', service },
          context,
        })
        authorize(action, resource)
      }
    },
  }
}
