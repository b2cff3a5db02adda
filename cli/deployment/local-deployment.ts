import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { createEngineClients, LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import { accessRedis } from '../../local/redis-client.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import type { Deployment } from './deployment.ts'

/** The stage that runs on one's own machine. */
const STAGE = 'dev'

/** The runtime that is up in this checkout. */
export async function openLocalDeployment(stateDir: string): Promise<Deployment> {
  const { endpoints, resources, region } = await requireRuntime(stateDir)
  const url = (name: string) => requireEntry(endpoints, name)
  const clients = createEngineClients({
    dynamodb: url('dynamodb'),
    opensearch: url('opensearch'),
    sqs: url('sqs'),
    s3: url('s3'),
    redis: url('redis'),
  })
  const secrets = new SecretsManagerClient({
    endpoint: url('secretsmanager'),
    region,
    credentials: LOCAL_CREDENTIALS,
  })
  const { ttlDeletes, undeclared, cachePrefix } = resolveSettings(STAGE)
  const redis = accessRedis(url('redis'))
  return {
    name: 'here',
    region,
    resources,
    ...clients,
    secrets,
    events: { endpoint: url('events'), region, credentials: async () => LOCAL_CREDENTIALS },
    search: { endpoint: url('opensearch'), auth: 'none' },
    cache: { redis, prefix: cachePrefix },
    enrichment: { ttlDeletes, undeclared, layout: 'dynamodb-local' },
    close: () => {
      clients.destroy()
      secrets.destroy()
      redis.close()
    },
  }
}
