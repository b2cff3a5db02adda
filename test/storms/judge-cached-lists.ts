import { isDeepStrictEqual } from 'node:util'
import { accessRedis } from '../../local/redis-client.ts'
import { toEntryKeys } from '../../shared/cache/cache-key.ts'
import { listKey } from './read-orders.ts'
import type { Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { stormOrder } from './to-item.ts'

/** The setting's default. */
const PREFIX = 'tailrace'

/** Says which cached lists of a storm's customers are otherwise than the table has them. */
export async function judgeCachedLists(
  { seed, writes }: Storm,
  { endpoint, readList }: StormPipeline,
): Promise<readonly string[]> {
  const customers = new Set(writes.map((write) => stormOrder(seed, write).pk))
  const redis = accessRedis(endpoint('redis'))
  try {
    const findings: string[] = []
    for (const pk of customers) {
      const { value } = toEntryKeys(PREFIX, listKey(pk))
      const text = await redis.ask((connection) => connection.get(value))
      if (text === null) continue
      if (!isDeepStrictEqual(JSON.parse(text), await readList(pk))) {
        findings.push(`cache: the list of ${pk} is otherwise than the table has it`)
      }
    }
    return findings
  } finally {
    redis.close()
  }
}
