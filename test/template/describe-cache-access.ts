import { Cluster, Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectValkey } from '../../shared/adapters/valkey-client.ts'
import { createValkeyInvalidations } from '../../shared/adapters/valkey-invalidations.ts'
import type { CacheMode } from '../../shared/cache/cache-endpoint.ts'
import type { Invalidation } from '../../shared/cache/cache-invalidations.ts'
import { createCacheClient } from '../../shared/cache-client/index.ts'
import { startOwnRedis } from '../builders/own-redis.ts'
import { startRedisCluster } from '../builders/redis-cluster.ts'
import { at, type Template } from './template.ts'

const PASSWORD = 'instead-of-a-token'
const FLOOR = `2026-11-01T00:00:00.000/${'0'.repeat(39)}`
/** An item and a list, for a change and then for the one before. */
const AS_IT_SHALL = ['applied', 'applied', 'stale', 'applied']

/** The servers of a cache, each of which has the same users. */
interface Servers extends AsyncDisposable {
  readonly url: string
  readonly urls: readonly string[]
}

const SERVERS: Readonly<Record<CacheMode, () => Promise<Servers>>> = {
  single: async () => {
    const redis = await startOwnRedis()
    return { url: redis.url, urls: [redis.url], [Symbol.asyncDispose]: redis.stop }
  },
  cluster: async () => {
    const { url, nodes, stop } = await startRedisCluster()
    return { url, urls: nodes.map((node) => node.url), [Symbol.asyncDispose]: stop }
  },
}

/** What the users of the cache may do, by their access strings on real servers, with the real code. */
export function describeCacheAccess(template: () => Template): void {
  describe.each(['single', 'cluster'] as const)('users of a cache: %s', (mode) => {
    let servers: Servers
    let users = 0

    beforeAll(async () => {
      servers = await SERVERS[mode]()
    }, 60_000)
    afterAll(() => servers[Symbol.asyncDispose]())

    it('the invalidator may all that its scripts and its connection do', async () => {
      const user = await makeUser(accessOf(template(), 'CacheInvalidatorUser'))

      expect(await invalidateTwice(user)).toEqual(AS_IT_SHALL)
    })

    it('the invalidator may no more: each command is one that it needs', async () => {
      const words = accessOf(template(), 'CacheInvalidatorUser').split(' ')
      // A server by itself is not asked where the others are.
      const commands = words.filter(
        (word) => word.startsWith('+') && (mode === 'cluster' || word !== '+cluster|slots'),
      )
      expect(commands.length).toBeGreaterThan(4)

      for (const command of commands) {
        const user = await makeUser(words.filter((word) => word !== command).join(' '))
        expect(await invalidateTwice(user), command).not.toEqual(AS_IT_SHALL)
      }
    })

    it('the application reads through, with a library that is set up as it comes', async () => {
      const user = await makeUser(accessOf(template(), 'CacheApplicationUser'))
      const connection = connectAs(user)
      const troubles: string[] = []
      const onTrouble = ({ code }: { code: string }) => void troubles.push(code)
      const cache = createCacheClient({ connection, onTrouble, budgetMs: 10_000 })
      const load = async () => ({ total: 7 })

      const filled = await cache.get(`order:{${user}}`, load)
      const hit = await cache.get(`order:{${user}}`, async () => 'loaded again')
      connection.disconnect()

      expect([filled, hit, troubles]).toEqual([{ total: 7 }, { total: 7 }, []])
    })

    it.each(['CacheInvalidatorUser', 'CacheApplicationUser'])(
      '%s may touch no other key, and nothing of the server',
      async (id) => {
        const user = await makeUser(accessOf(template(), id))
        const client = await connectValkey({
          ...{ endpoint: servers.url, mode, connectTimeoutMs: 10_000 },
          credentials: { username: user, password: PASSWORD },
        })
        const calls: (() => Promise<unknown>)[] = [
          () => client.get('another:order:{1}:v'),
          () => client.set('another:order:{1}:v', 'x'),
          () => client.eval("return redis.call('GET', KEYS[1])", 1, 'another:order:{1}:v'),
          () => client.eval("return redis.call('EXPIRE', KEYS[1], 9)", 1, 'tailrace:order:{1}:v'),
          () => client.expire('tailrace:order:{1}:v', 1),
          () => client.flushall(),
          () => client.keys('*'),
          () => client.call('SCAN', '0'),
          () => client.call('CONFIG', 'GET', '*'),
          () => client.call('ACL', 'LIST'),
          () => client.call('SCRIPT', 'FLUSH'),
          () => client.call('CLUSTER', 'FAILOVER'),
          () => client.publish('channel', 'message'),
        ]

        for (const call of calls) await expect(call(), String(call)).rejects.toThrow(/NOPERM|can't/)
        client.disconnect()
      },
    )

    async function makeUser(access: string): Promise<string> {
      users += 1
      const name = `user-${users}`
      for (const url of servers.urls) {
        const admin = new Redis(url)
        await admin.acl('SETUSER', name, ...access.split(' '), `>${PASSWORD}`)
        admin.disconnect()
      }
      return name
    }

    function connectAs(username: string): Redis | Cluster {
      const { hostname, port } = new URL(servers.url)
      const node = { host: hostname, port: Number(port) }
      const credentials = { username, password: PASSWORD }
      return mode === 'single'
        ? new Redis({ ...node, ...credentials })
        : new Cluster([node], { redisOptions: credentials })
    }

    /** Twice: the second time the server knows the scripts. */
    async function invalidateTwice(username: string): Promise<readonly string[]> {
      const cache = createValkeyInvalidations({
        endpoint: servers.url,
        mode,
        credentials: async () => ({ username, password: PASSWORD }),
        prefix: 'tailrace',
        floorTtlMs: 60_000,
        requestTimeoutMs: 10_000,
        now: Date.now,
        onTrouble: () => undefined,
      })
      const changes = [2, 1].map((change): readonly Invalidation[] => [
        { of: 'item', key: `order:{${username}}`, floor: `${FLOOR}${change}` },
        { of: 'list', key: `list:{${username}}`, closedMs: 100 },
      ])
      const kinds: string[] = []
      for (const invalidations of changes) {
        for (const { kind } of await cache.apply(invalidations)) kinds.push(kind)
      }
      return kinds
    }
  })
}

function accessOf(template: Template, id: string): string {
  return String(at(template.Resources[id], 'Properties.AccessString'))
}
