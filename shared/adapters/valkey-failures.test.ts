import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  type InvalidationsUnderTest,
  lookInto,
  openInvalidations,
  PREFIX,
} from '../../test/builders/cache-engine.ts'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { startTcpProxy } from '../../test/fakes/tcp-proxy.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Invalidation } from '../cache/cache-invalidations.ts'
import { type CacheKey, cacheKeyOfId, toEntryKeys } from '../cache/cache-key.ts'

const APPLIED = { kind: 'applied' }
const STALE = { kind: 'stale' }
const UNAVAILABLE = { kind: 'retryable', code: 'cache.unavailable' }
const FAILING_OVER = { kind: 'retryable', code: 'cache.failing_over' }
const REFUSED = { kind: 'retryable', code: 'cache.refused' }

const keyOf = (id: string): CacheKey => cacheKeyOfId('order', id)
const entryOf = (id: string) => toEntryKeys(PREFIX, keyOf(id))
const floorOf = (number: number) => `2026-11-01T00:00:00.000/${String(number).padStart(40, '0')}`
const anItem = (id: string, number = 1): Invalidation => ({
  of: 'item',
  key: keyOf(id),
  floor: floorOf(number),
})
const aList = (id: string): Invalidation => ({ of: 'list', key: keyOf(id), closedMs: 0 })

describe('invalidations on a server in trouble', () => {
  let server: OwnRedis
  beforeAll(async () => {
    server = await startOwnRedis()
  })
  afterAll(() => server.stop())

  it('are given up in time on one that is frozen, and made once it answers', async () => {
    const { cache, reasons } = openInvalidations(server.url, { requestTimeoutMs: 500 })
    const redis = lookInto(server.url)
    const batch = [anItem('frozen'), anItem('frozen-too'), aList('frozen-list')]
    // A busy machine may need longer to connect.
    await eventually(async () => expect(await cache.apply([aList('warm')])).toEqual([APPLIED]))
    reasons.length = 0
    await redis.set(entryOf('frozen').value, '{}')

    server.freeze()
    const startedMs = performance.now()
    const given = await cache.apply(batch)
    const tookMs = performance.now() - startedMs
    const givenAgain = await cache.apply(batch)
    server.thaw()

    expect([given, givenAgain]).toEqual([batch, batch].map((all) => all.map(() => UNAVAILABLE)))
    expect(tookMs).toBeLessThan(5_000)
    expect(reasons).toEqual(['timeout', 'timeout'])
    await eventually(async () => {
      const again = await cache.apply(batch)
      // What was given up may have been done after all.
      expect([APPLIED, STALE]).toContainEqual(again[0])
      expect(again[2]).toEqual(APPLIED)
    })
    expect(await redis.get(entryOf('frozen').value)).toBeNull()
  })

  it('leave the next batch alone once they are given up, however long the server stays silent', async () => {
    await using proxy = await startTcpProxy(server.port)
    const { cache, reasons } = openInvalidations(`redis://127.0.0.1:${proxy.port}`, {
      requestTimeoutMs: 1_000,
    })
    await cache.apply([anItem('before')])

    proxy.hush()
    const given = await cache.apply([anItem('silent')])
    const next = await cache.apply([anItem('next')])
    const connections = proxy.connections()
    await eventually(() => expect(proxy.open()).toBe(1))
    const last = await cache.apply([anItem('last')])

    expect([given, next, last]).toEqual([[UNAVAILABLE], [APPLIED], [APPLIED]])
    expect(reasons).toEqual(['timeout'])
    expect([connections, proxy.connections()]).toEqual([2, 2])
  })

  it('use no connection that was idle for more than a minute', async () => {
    let nowMs = 1_000_000
    await using proxy = await startTcpProxy(server.port)
    const { cache } = openInvalidations(`redis://127.0.0.1:${proxy.port}`, { now: () => nowMs })
    await cache.apply([anItem('idle', 1)])
    nowMs += 60_000
    await cache.apply([anItem('idle', 2)])
    expect(proxy.connections()).toBe(1)

    nowMs += 60_001

    expect(await cache.apply([anItem('idle', 3)])).toEqual([APPLIED])
    expect(proxy.connections()).toBe(2)
  })

  it('come back from one that is gone, and go on once it is there again', async () => {
    const { cache, reasons } = openInvalidations(server.url)

    await server.kill()
    const gone = await cache.apply([anItem('gone'), aList('gone-list')])
    await server.start()

    expect(gone).toEqual([UNAVAILABLE, UNAVAILABLE])
    expect(reasons).toEqual(['ECONNREFUSED'])
    expect(await cache.apply([anItem('gone'), aList('gone-list')])).toEqual([APPLIED, APPLIED])
  })

  it('do not notice a restart between two batches, which forgets connection and scripts', async () => {
    const { cache, reasons } = openInvalidations(server.url)
    await cache.apply([anItem('restart', 1)])

    await server.killAndRestart()

    expect(await cache.apply([anItem('restart', 2), aList('a')])).toEqual([APPLIED, APPLIED])
    expect(reasons).toEqual([])
  })

  it('do not notice that the scripts alone are forgotten', async () => {
    const { cache, reasons } = openInvalidations(server.url)
    await cache.apply([anItem('forgotten', 1), aList('a')])

    await lookInto(server.url).script('FLUSH')

    expect(await cache.apply([anItem('forgotten', 2), aList('a')])).toEqual([APPLIED, APPLIED])
    expect(await cache.apply([anItem('forgotten', 2), aList('a')])).toEqual([STALE, APPLIED])
    expect(reasons).toEqual([])
  })

  describe('on a connection that is cut', () => {
    it('come back where the first one is cut before its answer, though they were made', async () => {
      await using proxy = await startTcpProxy(server.port)
      const { cache, reasons } = openInvalidations(`redis://127.0.0.1:${proxy.port}`)

      proxy.cutAfter(2)
      const cut = await cache.apply([anItem('cut'), aList('cut-list')])
      proxy.cutAfter(null)

      expect(cut).toEqual([UNAVAILABLE, UNAVAILABLE])
      expect(reasons).toEqual(['connection lost'])
      expect(await cache.apply([anItem('cut'), aList('cut-list')])).toEqual([STALE, APPLIED])
    })

    it('keep the answers that came before the cut', async () => {
      await using proxy = await startTcpProxy(server.port)
      const { cache } = openInvalidations(`redis://127.0.0.1:${proxy.port}`)
      const batch = Array.from({ length: 600 }, (_, place) => anItem(`half-${place}`))

      // The first call of the two answers 500 digits.
      proxy.cutAfter(520)
      const outcomes = await cache.apply(batch)

      expect(outcomes).toEqual(batch.map((_, place) => (place < 500 ? APPLIED : UNAVAILABLE)))
    })

    it('are asked once more where it was used before: the other side may have hung up', async () => {
      await using proxy = await startTcpProxy(server.port)
      const { cache, reasons } = openInvalidations(`redis://127.0.0.1:${proxy.port}`)
      await cache.apply([aList('warm')])

      proxy.cutAfter(1)
      const answering = cache.apply([anItem('hung-up'), aList('a')])
      await eventually(() => expect(proxy.connections()).toBe(2))
      proxy.cutAfter(null)
      const outcomes = await answering

      expect([
        [[STALE, APPLIED], []],
        [[UNAVAILABLE, UNAVAILABLE], ['connection lost']],
      ]).toContainEqual([outcomes, reasons])
    })

    it('go over one connection, batch after batch, and over a new one after a cut', async () => {
      await using proxy = await startTcpProxy(server.port)
      const { cache } = openInvalidations(`redis://127.0.0.1:${proxy.port}`)
      expect(proxy.connections()).toBe(0)

      for (const number of [1, 2, 3]) await cache.apply([anItem('kept', number)])
      const before = proxy.connections()
      proxy.cut()
      const after = await cache.apply([anItem('kept', 4)])

      expect([before, after, proxy.connections()]).toEqual([1, [APPLIED], 2])
    })
  })

  it('come back from a replica, and are made once it is the master', async () => {
    await using replica = await startOwnRedis({
      args: ['--replicaof', '127.0.0.1', `${server.port}`],
    })
    const redis = lookInto(replica.url)
    await eventually(async () => expect(await redis.info()).toContain('master_link_status:up'))
    const { cache, reasons } = openInvalidations(replica.url)
    const batch = [anItem('replica'), aList('replica-list')]

    const asReplica = await cache.apply(batch)
    await redis.replicaof('NO', 'ONE')

    expect(asReplica).toEqual([FAILING_OVER, FAILING_OVER])
    expect(reasons).toEqual(['READONLY'])
    expect(await cache.apply(batch)).toEqual([APPLIED, APPLIED])
  })

  it('find the new master behind the same name, though the old one keeps the connection', async () => {
    const args = ['--replicaof', '127.0.0.1', `${server.port}`]
    await using old = await startOwnRedis({ args })
    await using proxy = await startTcpProxy(old.port)
    const { cache } = openInvalidations(`redis://127.0.0.1:${proxy.port}`)
    const redis = lookInto(old.url)
    await eventually(async () => expect(await redis.info()).toContain('master_link_status:up'))

    const before = await cache.apply([anItem('master')])
    proxy.aimAt(server.port)

    expect([before, await cache.apply([anItem('master')])]).toEqual([[FAILING_OVER], [APPLIED]])
  })

  it('go through on one that is full and evicts nothing', async () => {
    const args = ['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction']
    await using full = await startOwnRedis({ args })
    const redis = lookInto(full.url)
    const { cache } = openInvalidations(full.url)
    const { value, lease } = entryOf('full')
    await redis.mset(value, '{}', lease, 'token')
    await fillUp(async (place) => redis.set(`filler-${place}`, 'x'.repeat(10_000)))

    const batch = [anItem('full'), { ...aList('full-list'), closedMs: 60_000 }, anItem('other')]
    expect(await cache.apply(batch)).toEqual([APPLIED, APPLIED, APPLIED])
    expect(await redis.mget(value, lease, entryOf('full').floor)).toEqual([null, null, floorOf(1)])
    await expect(redis.set('one-more', 'x')).rejects.toThrow('OOM')
  })

  it('waits for no server that does not even take the connection', async () => {
    // An address for documentation: nobody answers there, or the network refuses at once.
    const { cache } = openInvalidations('redis://192.0.2.1:6379', { requestTimeoutMs: 300 })
    const startedMs = performance.now()

    expect(await cache.apply([anItem('nowhere')])).toEqual([UNAVAILABLE])
    expect(performance.now() - startedMs).toBeLessThan(5_000)
  })
})

describe('invalidations by a user', () => {
  let server: OwnRedis
  const PASSWORD = 'host/?Action=connect&X-Amz-Signature=0123456789abcdef'
  beforeAll(async () => {
    server = await startOwnRedis({ args: ['--requirepass', PASSWORD] })
  })
  afterAll(() => server.stop())

  const as = (username: string, password: string): InvalidationsUnderTest =>
    openInvalidations(server.url, { credentials: async () => ({ username, password }) })

  it('are made by one who is let in', async () => {
    const { cache } = as('default', PASSWORD)

    expect(await cache.apply([anItem('user'), aList('a')])).toEqual([APPLIED, APPLIED])
  })

  it.each([
    ['without a password', () => openInvalidations(server.url)],
    ['with a wrong one', () => as('default', `${PASSWORD}0`)],
    ['of no such name', () => as('nobody', PASSWORD)],
  ])('come back from one %s, and nothing tells who it was', async (_, open) => {
    const { cache, reasons } = open()

    const outcomes = await cache.apply([anItem('refused'), aList('a')])

    expect(outcomes).toEqual([REFUSED, REFUSED])
    expect(reasons).not.toEqual([])
    expect(['NOAUTH', 'WRONGPASS']).toEqual(expect.arrayContaining(reasons))
  })

  it('come back from one who may not write', async () => {
    const admin = lookInto(
      server.url.replace('redis://', `redis://:${encodeURIComponent(PASSWORD)}@`),
    )
    await admin.call('ACL', 'SETUSER', 'reader', 'on', '>word', '~*', '+get')
    await admin.call('ACL', 'SETUSER', 'caller', 'on', '>word', '~*', '+eval', '+evalsha', '+get')

    for (const name of ['reader', 'caller']) {
      const { cache, reasons } = as(name, 'word')
      expect(await cache.apply([anItem('refused')])).toEqual([REFUSED])
      expect(reasons).toEqual(['NOPERM'])
    }
  })

  it('ask for a password once for each connection, and again after trouble', async () => {
    const words = ['wrong', PASSWORD, 'unused']
    const { cache } = openInvalidations(server.url, {
      credentials: async () => ({ username: 'default', password: words.shift() ?? '' }),
    })

    const outcomes = []
    for (const number of [1, 2, 3]) outcomes.push(...(await cache.apply([anItem('again', number)])))

    expect(outcomes).toEqual([REFUSED, APPLIED, APPLIED])
    expect(words).toEqual(['unused'])
  })

  it('come back while nobody can say who they are', async () => {
    const { cache, reasons } = openInvalidations(server.url, {
      credentials: async () => {
        throw Object.assign(new Error('secret'), { name: 'CredentialsProviderError' })
      },
    })

    expect(await cache.apply([anItem('unsigned')])).toEqual([UNAVAILABLE])
    expect(reasons).toEqual(['CredentialsProviderError'])
  })
})

describe('invalidations on a server that answers', () => {
  it.each([
    ['LOADING Redis is loading the dataset in memory', FAILING_OVER, 'LOADING'],
    ['MASTERDOWN Link with MASTER is down', FAILING_OVER, 'MASTERDOWN'],
    ['CLUSTERDOWN The cluster is down', FAILING_OVER, 'CLUSTERDOWN'],
    ['MOVED 1234 10.0.0.1:6379', FAILING_OVER, 'MOVED'],
    ['OOM command not allowed', { kind: 'retryable', code: 'cache.out_of_memory' }, 'OOM'],
    [
      'ERR Error running script (call to f_1): @user_script:9: @user_script: 9: -READONLY You cannot',
      FAILING_OVER,
      'READONLY',
    ],
    [
      'ERR key order:{secret} is odd',
      { kind: 'unknown', code: 'internal.unclassified', message: 'cache ERR' },
      'ERR',
    ],
  ])('%s', async (error, outcome, reason) => {
    const { cache, reasons } = openInvalidations(await startAnswering(`-${error}\r\n`))

    expect(await cache.apply([anItem('a'), aList('b')])).toEqual([outcome, outcome])
    expect(reasons).toEqual([reason])
  })

  it('less than it should', async () => {
    const { cache } = openInvalidations(await startAnswering('$1\r\n1\r\n'))

    expect(await cache.apply([anItem('a'), anItem('b')])).toMatchObject([
      APPLIED,
      { kind: 'unknown', message: 'cache answer incomplete' },
    ])
  })

  it('something that is no answer', async () => {
    const { cache } = openInvalidations(await startAnswering('HTTP/1.1 400 Bad Request\r\n\r\n'))

    expect(await cache.apply([anItem('a')])).toEqual([UNAVAILABLE])
  })
})

/** Answers each command so; returns the URL. */
async function startAnswering(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes) => {
      const commands = bytes.toString().match(/^\*\d+\r$/gm) ?? []
      socket.write(answer.repeat(commands.length))
    })
    onTestFinished(() => void socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Writes until the server takes no more. */
async function fillUp(write: (place: number) => Promise<unknown>): Promise<void> {
  for (let place = 0; ; place += 1) {
    try {
      await write(place)
    } catch (error) {
      expect(String(error)).toContain('OOM')
      return
    }
  }
}
