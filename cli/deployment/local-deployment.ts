import { redriveAgeMsMax } from '../../infra/longest-way-back.ts'
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
  const settings = resolveSettings(LOCAL_STAGE)
  const { ttlDeletes, undeclared, cachePrefix } = settings
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
    redriveAgeMsMax: redriveAgeMsMax(settings),
    close: () => {
      closeAll(clients)
      redis.close()
    },
  }
}
