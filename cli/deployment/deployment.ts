import { EnvironmentError } from '../../local/environment-error.ts'
import type { RedisAccess } from '../../local/redis-client.ts'
import type { SequenceLayout } from '../../shared/ordering/index.ts'
import type { SearchAuth } from '../../shared/search/search-auth.ts'
import type { DeploymentClients } from './open-clients.ts'

export interface ReachableCache {
  readonly redis: RedisAccess
  readonly prefix: string
}

/** A stack that runs: here, or a stage on AWS. Commands reach its resources by it. */
export interface Deployment extends DeploymentClients {
  /** For a person: `here`, `stage prod`. */
  readonly name: string
  /** How it is said on the command line: `--stage prod`, with the region that was typed; empty here. */
  readonly flags: string
  readonly region: string
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
  readonly search: { readonly endpoint: string; readonly auth: SearchAuth }
  /** Absent on AWS: the cache is reached from inside its network alone. */
  readonly cache?: ReachableCache
  /** Settings of the stage that decide what the enrichment makes of a record. */
  readonly enrichment: {
    readonly ttlDeletes: 'drop' | 'deliver'
    readonly undeclared: 'drop' | 'keep'
    readonly layout: SequenceLayout
  }
  /** From this age on a change is not sent into a sink's queue again, in milliseconds. */
  readonly redriveAgeMsMax: number
  close(): void
}

/** @throws EnvironmentError when the deployment has no such resource. */
export function requireResource(
  { resources, name }: Pick<Deployment, 'resources' | 'name'>,
  logicalId: string,
): string {
  const resource = resources[logicalId]
  if (resource !== undefined) return resource
  throw new EnvironmentError(`There is no ${logicalId} ${name === 'here' ? name : `in ${name}`}.`)
}
