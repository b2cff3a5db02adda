import { Redis } from 'iovalkey'
import { freePort, isFree } from '../../local/engines/ports.ts'
import { eventually } from '../support/eventually.ts'
import { type OwnRedis, startOwnRedis } from './own-redis.ts'

const NODES = 3
const SLOTS = 16_384
const CLUSTERED = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000']
/** A node's port for the others is so much higher than its own. */
const BUS_PORT_OFFSET = 10_000

/** A Redis in cluster mode: three nodes, each with a third of the slots, without replicas. */
export interface RedisCluster extends AsyncDisposable {
  /** Of its first node; any one tells where the others are. */
  readonly url: string
  readonly nodes: readonly OwnRedis[]
  stop(): Promise<void>
}

/** Resolves when every node finds the cluster whole. */
export async function startRedisCluster(
  options: { args?: readonly string[] } = {},
): Promise<RedisCluster> {
  const { args = [] } = options
  await using started = new AsyncDisposableStack()
  const ports = await freeClusterPorts()
  const starting = ports.map((port) => startOwnRedis({ port, args: [...CLUSTERED, ...args] }))
  for (const one of await Promise.allSettled(starting)) {
    if (one.status === 'fulfilled') started.use(one.value)
  }
  const nodes = await Promise.all(starting)
  await formCluster(nodes)
  const all = started.move()
  const stop = () => all.disposeAsync()
  return { url: nodes[0]?.url ?? '', nodes, stop, [Symbol.asyncDispose]: stop }
}

async function formCluster(nodes: readonly OwnRedis[]): Promise<void> {
  const clients = nodes.map(({ url }) => new Redis(url))
  try {
    for (const [place, client] of clients.entries()) {
      await client.cluster('ADDSLOTS', ...slotsOf(place))
      await client.cluster('SET-CONFIG-EPOCH', place + 1)
    }
    for (const { port } of nodes.slice(1)) await clients[0]?.cluster('MEET', '127.0.0.1', port)
    await eventually(async () => {
      for (const client of clients) {
        const info = String(await client.cluster('INFO'))
        if (!info.includes('cluster_state:ok')) throw new Error(info)
        if (!info.includes(`cluster_known_nodes:${NODES}`)) throw new Error(info)
      }
    })
  } finally {
    for (const client of clients) client.disconnect()
  }
}

function slotsOf(place: number): number[] {
  const from = Math.ceil((place * SLOTS) / NODES)
  const until = Math.ceil(((place + 1) * SLOTS) / NODES)
  return Array.from({ length: until - from }, (_, slot) => from + slot)
}

async function freeClusterPorts(): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < NODES) {
    const port = await freePort()
    if (await isFree(port + BUS_PORT_OFFSET)) ports.add(port)
  }
  return [...ports]
}
