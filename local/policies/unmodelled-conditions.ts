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

function concernsCallers({ principals }: Statement): boolean {
  if (principals === undefined) return true
  const { everyone, account, arns, services } = principals
  return everyone || account || arns.length > 0 || services.some((one) => CALLING_SERVICES.has(one))
}
