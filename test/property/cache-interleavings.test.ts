/**
 * Every interleaving of two readers, a writer with up to three writes, and an invalidator whose
 * messages come late, twice and in any order, while value, lease and floor may each be evicted at
 * any moment and a reader may stop anywhere: a state that was reached is looked at, whatever comes
 * after it. On a model, of which every transition that was used is compared with the real scripts.
 */
import type { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectToCache } from '../builders/cache-server.ts'
import { type OwnRedis, startOwnRedis } from '../builders/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import * as protocols from './cache-model.ts'
import { findDifferences, type Transition } from './cache-model-on-server.ts'
import type { Rules } from './cache-world.ts'
import { exploreSchedules, findWrong } from './explore-schedules.ts'

const { leases } = protocols
/** Gets that each reader makes. */
const ROUNDS = process.env.TAILRACE_TEST_LONG ? 4 : 2

describe('property: no cached value is older than its newest invalidation', () => {
  const used = new Map<string, Transition>()
  let server: OwnRedis
  let connection: Redis
  beforeAll(async () => {
    server = await startOwnRedis()
    connection = connectToCache(server.url)
    await eventually(() => connection.ping())
  })

  afterAll(async () => {
    connection.disconnect()
    await server.stop()
  })

  it.each<[string, Pick<Rules, 'of' | 'index'>]>([
    ['an item', { of: 'item' }],
    ['a list, which has no floor', { of: 'list' }],
    ['a list that is filled from an index and closed meanwhile', { of: 'list', index: 'closed' }],
  ])('for %s, in every state of every schedule', (name, of) => {
    const onCall: Rules['onCall'] = (cache, call) => {
      used.set(JSON.stringify([cache, call]), { cache, call })
    }

    const { states, schedules } = exploreSchedules({
      protocol: leases,
      rounds: ROUNDS,
      onCall,
      ...of,
    })

    console.log(`${name}: ${schedules} schedules through ${states} states, all right`)
    expect(schedules).toBeGreaterThan(10n ** 15n)
  })

  it('on the model as on the real server, in every transition that was used', async () => {
    const transitions = [...used.values()]

    const differences = await findDifferences(connection, transitions)

    console.log(`${transitions.length} transitions compared with the scripts`)
    expect(differences).toEqual([])
    expect(transitions.length).toBeGreaterThan(500)
  })
})

describe('the same exploration', () => {
  const rules: Rules = { protocol: leases, of: 'item', rounds: 1 }

  it.each<[string, Partial<Rules>]>([
    ['a plain delete', { protocol: protocols.plainDelete }],
    ['a floor without a lease', { protocol: protocols.floorWithoutLease }],
    ['an invalidation that leaves the lease', { protocol: protocols.leaseIsKept }],
    ['a load before the lease', { loadsFirst: true }],
  ])('finds that %s lets an old value in', (name, broken) => {
    const schedule = findWrong({ ...rules, ...broken })

    console.log(`${name}:\n${schedule}`)
    expect(schedule).toMatch(/change 1 invalidates: applied\n(.*\n)*.*fills version 0: filled$/)
    expect(() => exploreSchedules({ ...rules, ...broken })).toThrow(schedule ?? 'nothing')
  })

  it("finds that another's lease lets an old value in", () => {
    const schedule = findWrong({ ...rules, protocol: protocols.anyLeaseWillDo })

    expect(schedule).toMatch(/reader B is the one to load it\n8. reader A fills version 0: filled$/)
  })

  it.each(['not closed', 'closed, and evicted at any time'] as const)(
    'finds that a list which is filled from an index and %s keeps an old value',
    (index) => {
      const schedule = findWrong({ ...rules, of: 'list', index })

      console.log(`${index}:\n${schedule}`)
      expect(schedule).toMatch(/change 1 invalidates: applied\n(.*\n)*.*fills version 0: filled$/)
    },
  )
})
