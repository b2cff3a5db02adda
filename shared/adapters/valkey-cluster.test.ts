import slotOf from 'cluster-key-slot'
import { Redis } from 'iovalkey'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type InvalidationsUnderTest,
  openInvalidations,
  PREFIX,
} from '../../test/builders/cache-engine.ts'
import { type RedisCluster, startRedisCluster } from '../../test/builders/redis-cluster.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Outcome } from '../batch/outcome.ts'
import type { Invalidation } from '../cache/cache-invalidations.ts'
import { cacheKeyOfId, toEntryKeys } from '../cache/cache-key.ts'

const APPLIED = { kind: 'applied' }
const MINUTE_MS = 60_000

const entryOf = (id: string) => toEntryKeys(PREFIX, cacheKeyOfId('order', id))
const floorOf = (number: number) => `2026-11-01T00:00:00.000/${String(number).padStart(40, '0')}`
const anItem = (id: string, number = 1): Invalidation => ({
  of: 'item',
  key: cacheKeyOfId('order', id),
  floor: floorOf(number),
})
const aList = (id: string): Invalidation => ({
  of: 'list',
  key: cacheKeyOfId('list', id),
  closedMs: 0,
})
const ids = (name: string, count: number) =>
  Array.from({ length: count }, (_, place) => `${name}-${place}`)
const areDone = (outcomes: readonly Outcome[]) =>
  outcomes.every(({ kind }) => kind === 'applied' || kind === 'stale')

describe('invalidations in a cluster', () => {
  let cluster: RedisCluster
  let nodes: readonly Redis[]
  let subject: InvalidationsUnderTest
  beforeAll(async () => {
    cluster = await startRedisCluster()
    nodes = cluster.nodes.map(({ url }) => openRedis(url))
  })
  afterAll(async () => {
    for (const node of nodes) node.disconnect()
    await cluster.stop()
  })
  beforeEach(() => {
    subject = openInvalidations(cluster.url, { mode: 'cluster' })
  })
  afterEach(async () => {
    // Whatever a test did to it, the next one finds it whole.
    await eventually(async () => {
      for (const node of nodes) expect(await node.cluster('INFO')).toContain('cluster_state:ok')
    })
  })

  /** The place of the node that has a slot, as all of them see it. */
  const ownerOf = async (slot: number) => {
    const [port, ...others] = new Set(
      await Promise.all(nodes.map((node) => portOfOwner(node, slot))),
    )
    expect(others).toEqual([])
    return cluster.nodes.findIndex((node) => node.port === port)
  }
  const idOf = async (place: number) => String(await nodes[place]?.cluster('MYID'))

  it('finds the slot of a key as the servers do', async () => {
    const keys = [
      '',
      'a',
      '{a}b',
      'b{a}',
      '{}a',
      '{a',
      'a}{b}{c}',
      '{ł😀}',
      '\u0000',
      entryOf('a|b').value,
    ]

    const slots = await Promise.all(keys.map((key) => nodes[0]?.cluster('KEYSLOT', key)))

    expect(keys.map(slotOf)).toEqual(slots)
    const { value, lease, floor } = entryOf('CUSTOMER#c-17|ORDER#o-}204')
    expect(new Set([value, lease, floor].map(slotOf)).size).toBe(1)
  })

  it('are sent to the nodes that have them, and none of them has to say where else', async () => {
    const batch = ids('spread', 200).map((id) => anItem(id))
    await subject.cache.apply([aList('warm')])
    const movedBefore = await countReplies(nodes, 'MOVED')

    expect(await subject.cache.apply(batch)).toEqual(batch.map(() => APPLIED))
    expect(await countReplies(nodes, 'MOVED')).toBe(movedBefore)
  })

  it('follow a slot that has moved since', async () => {
    const slot = slotOf(entryOf('moved').value)
    const from = await ownerOf(slot)
    const to = (from + 1) % nodes.length
    await subject.cache.apply([anItem('moved', 1)])

    await moveSlot(slot, from, to)
    try {
      const neighbours = ids('beside', 20).map((id) => anItem(id))
      const outcomes = await subject.cache.apply([anItem('moved', 2), ...neighbours])

      expect(outcomes).toEqual([APPLIED, ...neighbours.map(() => APPLIED)])
      expect(subject.reasons).toEqual([])
      expect(await nodes[to]?.get(entryOf('moved').floor)).toBe(floorOf(2))
    } finally {
      await moveSlot(slot, to, from)
    }
  })

  it('are all made in the end though a slot is moving, and others do not wait for it', async () => {
    const slot = slotOf(entryOf('home').value)
    const movers = idsInSlot('mover', slot, 3)
    const stayers = ids('stayer', 20)
    const home = await ownerOf(slot)
    const away = (home + 1) % nodes.length
    const codes = new Set<string>()
    let number = 0
    const invalidate = async () => {
      number += 1
      const batch = [...movers, ...stayers].map((id) => anItem(id, number))
      const outcomes = await subject.cache.apply(batch)
      for (const outcome of outcomes) if ('code' in outcome) codes.add(outcome.code)
      expect(outcomes.slice(movers.length)).toEqual(stayers.map(() => APPLIED))
      return outcomes.slice(0, movers.length)
    }

    await invalidate()
    for (const id of movers) await nodes[home]?.set(entryOf(id).value, 'old')
    await moveSlot(slot, home, away, async () => {
      await invalidate()
    })
    const afterwards = await invalidate()
    const left = await Promise.all(
      movers.map((id) => nodes[away]?.mget(...Object.values(entryOf(id)))),
    )
    await moveSlot(slot, away, home)

    expect([...codes]).toEqual(['cache.failing_over'])
    expect(afterwards).toEqual(movers.map(() => APPLIED))
    expect(left).toEqual(movers.map(() => [null, null, floorOf(number)]))
  })

  it('come back where a node is frozen, and there alone', async () => {
    const { cache, reasons } = openInvalidations(cluster.url, {
      mode: 'cluster',
      requestTimeoutMs: 2_000,
    })
    const batch = ids('frozen', 60)
    // A busy machine may need longer to connect to each node.
    await eventually(async () =>
      expect(areDone(await cache.apply(batch.map((id) => anItem(id))))).toBe(true),
    )
    reasons.length = 0
    const owners = await Promise.all(batch.map((id) => ownerOf(slotOf(entryOf(id).value))))

    cluster.nodes[2]?.freeze()
    const outcomes = await cache.apply(batch.map((id) => anItem(id, 2)))
    cluster.nodes[2]?.thaw()

    expect(outcomes).toEqual(
      owners.map((owner) =>
        owner === 2 ? { kind: 'retryable', code: 'cache.unavailable' } : APPLIED,
      ),
    )
    expect(reasons).toEqual(['timeout'])
    await eventually(async () =>
      expect(areDone(await cache.apply(batch.map((id) => anItem(id, 2))))).toBe(true),
    )
  })

  it('come back where a node is gone, and are made once it is back', async () => {
    const batch = ids('gone', 60)
    const owners = await Promise.all(batch.map((id) => ownerOf(slotOf(entryOf(id).value))))
    await subject.cache.apply(batch.map((id) => anItem(id, 1)))

    await cluster.nodes[1]?.kill()
    const outcomes = await subject.cache.apply(batch.map((id) => anItem(id, 2)))
    await cluster.nodes[1]?.start()

    expect(outcomes.map(({ kind }) => kind)).toEqual(
      owners.map((owner) => (owner === 1 ? 'retryable' : 'applied')),
    )
    await eventually(async () =>
      expect(areDone(await subject.cache.apply(batch.map((id) => anItem(id, 2))))).toBe(true),
    )
  })

  it('do not notice that the servers have forgotten the scripts', async () => {
    const batch = ids('forgotten', 60)
    await subject.cache.apply(batch.map((id) => anItem(id, 1)))

    for (const node of nodes) await node.script('FLUSH')

    const outcomes = await subject.cache.apply(batch.map((id) => anItem(id, 2)))
    expect(outcomes).toEqual(batch.map(() => APPLIED))
    expect(subject.reasons).toEqual([])
  })

  describe('with a token', () => {
    beforeAll(() => setPassword('token'))
    afterAll(() => setPassword(''))

    const withTokens = (tokens: readonly string[]) => {
      const left = [...tokens]
      let nowMs = 0
      const opened = openInvalidations(cluster.url, {
        mode: 'cluster',
        credentials: async () => ({ username: 'default', password: left.shift() ?? '' }),
        now: () => nowMs,
      })
      const pass = (ms: number) => {
        nowMs += ms
      }
      return { ...opened, left, pass }
    }

    it('ask for another one before it is too old for a node that is met later', async () => {
      const { cache, left, pass } = withTokens(['token', 'token', 'token'])

      const outcomes = []
      for (let minute = 0; minute < 20; minute += 1) {
        outcomes.push(...(await cache.apply([aList('token')])))
        pass(MINUTE_MS)
      }

      expect(outcomes).toEqual(outcomes.map(() => APPLIED))
      expect(left).toHaveLength(1)
    })

    it('come back while it is refused, and nothing tells it', async () => {
      const { cache, reasons } = withTokens(['wrong', 'token'])

      expect(await cache.apply([anItem('token')])).toEqual([
        { kind: 'retryable', code: 'cache.refused' },
      ])
      expect(reasons).not.toEqual([])
      expect(['NOAUTH', 'WRONGPASS']).toEqual(expect.arrayContaining(reasons))
      expect(await cache.apply([anItem('token')])).toEqual([APPLIED])
    })
  })

  /** Of the servers themselves, which lets those in who are in already. */
  async function setPassword(password: string): Promise<void> {
    for (const node of nodes) await node.config('SET', 'requirepass', password)
  }

  /**
   * Hands a slot over as an operator's tool does, key by key.
   *
   * @param between done after each key.
   */
  async function moveSlot(
    slot: number,
    from: number,
    to: number,
    between: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const [source, target, port] = [nodes[from], nodes[to], cluster.nodes[to]?.port]
    if (source === undefined || target === undefined || port === undefined) {
      throw new Error('There is no such node.')
    }
    await target.cluster('SETSLOT', slot, 'IMPORTING', await idOf(from))
    await source.cluster('SETSLOT', slot, 'MIGRATING', await idOf(to))
    for (;;) {
      const keys = (await source.cluster('GETKEYSINSLOT', slot, 1)) as string[]
      if (keys.length === 0) break
      await source.migrate('127.0.0.1', port, '', 0, 5_000, 'KEYS', ...keys)
      await between()
    }
    // Told again, since word of the old owner may be on its way from node to node.
    await eventually(async () => {
      for (const node of [target, source, ...nodes]) {
        await node.cluster('SETSLOT', slot, 'NODE', await idOf(to))
      }
      expect(await ownerOf(slot)).toBe(to)
    })
  }
})

function openRedis(url: string): Redis {
  const redis = new Redis(url)
  // It is told to whoever called, too.
  redis.on('error', () => undefined)
  return redis
}

async function portOfOwner(node: Redis, slot: number): Promise<number | undefined> {
  const ranges = await node.cluster('SLOTS')
  return ranges.find(([from, until]) => slot >= from && slot <= until)?.[2]?.[1]
}

/** Ids whose keys are all of one slot. */
function idsInSlot(name: string, slot: number, count: number): readonly string[] {
  const found: string[] = []
  for (let place = 0; found.length < count; place += 1) {
    if (slotOf(entryOf(`${name}-${place}`).value) === slot) found.push(`${name}-${place}`)
  }
  return found
}

/** How often the servers have answered with this error. */
async function countReplies(nodes: readonly Redis[], word: string): Promise<number> {
  const infos = await Promise.all(nodes.map((node) => node.info('errorstats')))
  const counts = infos.map((info) => new RegExp(`errorstat_${word}:count=(\\d+)`).exec(info)?.[1])
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0)
}
