import { resolveSettings } from '../../infra/resolve-settings.ts'
import { accessRedis } from '../../local/redis-client.ts'
import { LOCAL_STAGE } from '../local-stage.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import type { Deployment } from './deployment.ts'
import { closeAll, openHere } from './open-clients.ts'

/** The runtime that is up in this checkout. */
export async function openLocalDeployment(stateDir: string): Promise<Deployment> {
  const runtime = await requireRuntime(stateDir)
  const { endpoints, resources, region } = runtime
  const clients = openHere(runtime)
  const { ttlDeletes, undeclared, cachePrefix } = resolveSettings(LOCAL_STAGE)
  const redis = accessRedis(requireEntry(endpoints, 'redis'))
  return {
    name: 'here',
    flags: '',
    region,
    resources,
    ...clients,
    search: { endpoint: requireEntry(endpoints, 'opensearch'), auth: 'none' },
    cache: { redis, prefix: cachePrefix },
    enrichment: { ttlDeletes, undeclared, layout: 'dynamodb-local' },
    close: () => {
      closeAll(clients)
      redis.close()
    },
  }
}
