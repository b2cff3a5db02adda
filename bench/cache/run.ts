/**
 * What the cache costs: invalidations beside DEL by bare sockets, 500 a trip, on a single server and
 * in a cluster; hits of the read-through client beside plain GET; what many readers of one cold key
 * load; and the invalidator's cold start beside an empty function's. Medians of rounds in turns.
 *
 * The server keeps nothing on disk here: its file would cost each write alike, and hide the rest.
 */
import { startOwnRedis } from '../../test/builders/own-redis.ts'
import { startRedisCluster } from '../../test/builders/redis-cluster.ts'
import { benchColdStart } from './cold-start.ts'
import { benchCluster, benchSingle } from './invalidations.ts'
import { benchReadThrough } from './read-through.ts'

const IN_MEMORY = { args: ['--appendonly', 'no'] }

await using started = new AsyncDisposableStack()
const server = started.use(await startOwnRedis(IN_MEMORY))
await benchSingle(server)
await benchReadThrough(server)
await benchColdStart(server.url)
await server.stop()
const { nodes } = started.use(await startRedisCluster(IN_MEMORY))
await benchCluster(nodes)
await started.disposeAsync()
// The port under test keeps its connections, as a function does.
process.exit()
