import { accessRedis } from '../../local/redis-client.ts'
import { behindOfCache, behindOfIndex, behindOfLake } from './behind.ts'
import type { Ledger } from './ledger.ts'
import type { Pipeline } from './pipeline.ts'
import { createLakeTail, readCacheMarks, readIndexMarks } from './read-sinks.ts'
import type { Sample } from './recording.ts'

export interface Observer {
  /** Looks into every sink as its readers do, past whatever is put between. */
  look(second: number): Promise<Sample>
  close(): void
}

export function createObserver(pipeline: Pipeline, ledger: Ledger): Observer {
  const redis = accessRedis(pipeline.endpoints.redis)
  const lake = createLakeTail(pipeline.lakeDir, pipeline.readLakeLine)
  return {
    async look(second) {
      const atMs = Date.now()
      const written = ledger.count
      const keyById = new Map(
        [...ledger.histories.keys()].map((id) => [id, pipeline.cacheKeyOf(id)]),
      )
      const [index, cached, seen, parked, dlqs] = await Promise.all([
        readIndexMarks(pipeline.endpoints.opensearch, pipeline.searchIndex),
        readCacheMarks(redis, keyById),
        lake.read(),
        pipeline.countParked(),
        pipeline.readDlqDepths(),
      ])
      const measurement = { atMs, isParked: parked > 0 }
      return {
        ...{ second, atMs, written, parked },
        sinks: {
          search: behindOfIndex(ledger, index, measurement),
          lake: behindOfLake(ledger, seen, measurement),
          cache: behindOfCache(ledger, cached, measurement),
        },
        deadLetters: [...dlqs.values()].reduce((sum, depth) => sum + depth, 0),
      }
    },
    close: redis.close,
  }
}
