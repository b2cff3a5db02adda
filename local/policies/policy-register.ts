import { createKeyRegister, type KeyRegister } from './key-register.ts'
import type { Policy } from './policy-document.ts'

/** A role and the policies that say what it may do. */
export interface RegisteredRole {
  readonly logicalId: string
  readonly arn: string
  readonly name: string
  readonly policies: Policy[]
  /** Services that may assume it. */
  readonly trusts?: readonly string[]
}

/** Every policy of the stack, as far as it has been created. */
export interface PolicyRegister {
  readonly keys: KeyRegister
  addRole(role: RegisteredRole): void
  findRole(arn: unknown): RegisteredRole | undefined
  /** @throws Error when the role is not in the stack. */
  attachToRole(roleName: string, policy: Policy): void
  /** @throws Error when the resource has a policy already: the later one would replace it. */
  addToResource(arn: string, policy: Policy): void
  /** Adds to what the resource's policy says already. */
  addStatements(arn: string, policy: Policy): void
  /** Of the resource, or of the bucket that an object lies in. */
  ofResource(arn: string): readonly Policy[]
  all(): readonly Policy[]
}

export function createPolicyRegister(): PolicyRegister {
  const roles = new Map<string, RegisteredRole>()
  const ofResources = new Map<string, readonly Policy[]>()
  return {
    keys: createKeyRegister(),
    addRole: (role) => void roles.set(role.arn, role),
    findRole: (arn) => (typeof arn === 'string' ? roles.get(arn) : undefined),
    attachToRole(roleName, policy) {
      const role = [...roles.values()].find(({ name }) => name === roleName)
      if (role === undefined) throw new Error(`the role ${roleName} is not in this stack`)
      role.policies.push(policy)
    },
    addToResource(arn, policy) {
      const other = ofResources.get(arn)?.[0]
      if (other) throw new Error(`${arn} has the policy ${other.logicalId} already`)
      ofResources.set(arn, [policy])
    },
    addStatements(arn, policy) {
      ofResources.set(arn, [...(ofResources.get(arn) ?? []), policy])
    },
    ofResource: (arn) => ofResources.get(arn) ?? ofResources.get(arn.split('/', 1)[0] ?? arn) ?? [],
    all: () => {
      const ofRoles = [...roles.values()].flatMap((role) => role.policies)
      return [...new Set([...ofRoles, ...[...ofResources.values()].flat()])]
    },
  }
}
