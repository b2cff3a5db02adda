import {
  at,
  isRecord,
  list,
  referencesIn,
  resourcesOf,
  type Template,
  target,
} from '../template.ts'

/** Statements that may name the resource `*`, each for the reason that stands beside it in infra/. */
const WILDCARD_RESOURCES = new Set([
  // The policy of a key or a domain is part of that key or domain: the resource is itself.
  'DataKey.AccountDecidesByIam',
  'DataKey.EventBridge',
  'DataKey.CloudWatchLogs',
  'SearchDomain.SearchProjector',
  'SearchDomain.SearchIndex',
  'SearchDomain.SearchPurge',
  // X-Ray has no resources to name.
  'BreakerRole.Trace',
  'EnrichmentRole.Trace',
  'LakeWriterRole.Trace',
  'CacheInvalidatorRole.Trace',
  'SearchProjectorRole.Trace',
  'SearchIndexRole.Trace',
  'SearchPurgeRole.Trace',
  // A network interface has no name before it is made, and to list them takes every resource.
  'CacheInvalidatorRole.ManageInterfaces',
])

/** Statements that may name all actions of a service. */
const WILDCARD_ACTIONS = new Set([
  // Without it nobody could ever change the key's policy again.
  'DataKey.AccountDecidesByIam',
])

export interface Statement {
  /** Logical id and Sid. */
  readonly name: string
  readonly owner: string
  readonly effect: unknown
  readonly actions: unknown[]
  readonly resources: unknown[]
  readonly principal: unknown
  readonly condition: unknown
}

/** Every statement of every policy in the template, wherever a policy can stand. */
export function statementsIn(template: Template): Statement[] {
  return Object.entries(template.Resources).flatMap(([owner, resource]) =>
    statementsAt(resource.Properties).map((statement) => ({
      name: `${owner}.${String(statement.Sid ?? 'without Sid')}`,
      owner,
      effect: statement.Effect,
      actions: list(statement.Action),
      resources: list(statement.Resource),
      principal: statement.Principal,
      condition: statement.Condition,
    })),
  )
}

/** An allowed action or resource that nobody has named, and a grant to everyone. */
export function findBroadStatements(template: Template): string[] {
  return statementsIn(template)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => [
      ...(statement.resources.includes('*') && !WILDCARD_RESOURCES.has(statement.name)
        ? [`${statement.name} allows on every resource`]
        : []),
      ...(statement.actions.some((action) => String(action).includes('*')) &&
      !WILDCARD_ACTIONS.has(statement.name)
        ? [`${statement.name} allows actions by wildcard`]
        : []),
      ...(isEveryone(statement.principal) ? [`${statement.name} allows everyone`] : []),
    ])
}

/** A role that two functions share, or a function and the Pipe or a delivery stream. */
export function findSharedRoles(template: Template): string[] {
  const users = [
    ...resourcesOf(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
      id,
      role: target(Properties?.Role),
    })),
    ...resourcesOf(template, 'AWS::Pipes::Pipe').map(([id, { Properties }]) => ({
      id,
      role: target(Properties?.RoleArn),
    })),
    ...resourcesOf(template, 'AWS::KinesisFirehose::DeliveryStream').map(
      ([id, { Properties }]) => ({
        id,
        role: target(at(Properties, 'ExtendedS3DestinationConfiguration.RoleARN')),
      }),
    ),
  ]
  return users.flatMap(({ id, role }, place) => {
    if (role === undefined) return [`${id} has no role of this template`]
    const other = users.slice(place + 1).find((user) => user.role === role)
    return other === undefined ? [] : [`${id} and ${other.id} share ${role}`]
  })
}

/** Queues that a role, by its own policies, may use with `action`. */
export function queuesAllowed(template: Template, role: string, action: string): string[] {
  return statementsIn(template)
    .filter(({ owner, effect }) => owner === role && effect === 'Allow')
    .filter(({ actions }) => actions.includes(action))
    .flatMap(({ resources }) => referencesIn(resources))
}

function statementsAt(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(statementsAt)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, part]) => {
    // Who may assume a role is no grant on a resource.
    if (name === 'AssumeRolePolicyDocument') return []
    return name === 'Statement' ? list(part).filter(isRecord) : statementsAt(part)
  })
}

function isEveryone(principal: unknown): boolean {
  return principal === '*' || (isRecord(principal) && Object.values(principal).includes('*'))
}
