/**
 * Invalidations of 500 items at a time beside DEL of their values by bare sockets, on a single server
 * and in a cluster, where the client library's own ways stand beside ours.
 *
 * The server keeps nothing on disk here: its file would cost each write alike, and hide the rest.
 */
import { startOwnRedis } from '../../test/builders/own-redis.ts'
import { startRedisCluster } from '../../test/builders/redis-cluster.ts'
import type { Suite } from '../harness/suite.ts'
import { measureCluster, measureSingle } from './measure.ts'

const IN_MEMORY = { args: ['--appendonly', 'no'] }

export const suite: Suite = {
  summary: 'changes to a cache without their values, beside plain DEL and client pipelines',
  async run() {
    const server = await startOwnRedis(IN_MEMORY)
    const single = await measureSingle(server).finally(() => server.stop())
    await using cluster = await startRedisCluster(IN_MEMORY)
    return [single, await measureCluster(cluster.nodes)]
  },
}
