import type { Policy, Statement } from './policy-document.ts'

/** A condition that is taken as met where it allows, and as not met where it denies. */
export interface UnmodelledCondition {
  /** Logical id. */
  readonly policy: string
  readonly statement: string
  /** `ArnLike kms:EncryptionContext:aws:logs:arn` */
  readonly condition: string
}

/** Services whose calls are looked at. */
const CALLING_SERVICES: ReadonlySet<string> = new Set([
  'events.amazonaws.com',
  'lambda.alarms.cloudwatch.amazonaws.com',
])

/** Services that nobody calls here: there is no network to place a function in. */
const UNCALLED_SERVICES: ReadonlySet<string> = new Set(['ec2'])

/** Those of statements that can be about somebody who calls here. */
export function listUnmodelledConditions(policies: readonly Policy[]): UnmodelledCondition[] {
  return policies.flatMap(({ logicalId, statements }) =>
    statements.filter(concernsCallers).flatMap(({ name, conditions }) =>
      conditions
        .filter(({ holds }) => holds === undefined)
        .map(({ operator, key }) => ({
          policy: logicalId,
          statement: name,
          condition: `${operator} ${key}`,
        })),
    ),
  )
}

function concernsCallers({ principals, actions }: Statement): boolean {
  const services = new Set(actions.patterns.map((action) => action.split(':', 1)[0] ?? ''))
  if (!actions.not && services.isSubsetOf(UNCALLED_SERVICES)) return false
  if (principals === undefined) return true
  const { everyone, account, arns, services: callers } = principals
  return everyone || account || arns.length > 0 || callers.some((one) => CALLING_SERVICES.has(one))
}
