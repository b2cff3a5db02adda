import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { createChaos, HELD_BACK_MS_MAX, KILL_MS_MAX } from './chaos.ts'
import { type Fault, type Faults, InjectedFault } from './fault.ts'
import type { Hop } from './hops.ts'

const CALLS = 200

/** Calls that are counted, and what became of each. */
function aHop(hop: Hop = 'sinks') {
  const clock = createFakeClock()
  const told: Faults[] = []
  const chaos = createChaos(clock, (faults) => told.push(faults))
  const kills: (number | undefined)[] = []
  let made = 0
  const call = async (): Promise<string> => {
    try {
      return await chaos.through(hop, async (killAfterMs) => {
        made++
        kills.push(killAfterMs)
        return `reply ${made}`
      })
    } catch (error) {
      if (!(error instanceof InjectedFault)) throw error
      return error.wasMade ? 'lost' : 'not made'
    }
  }
  return { clock, chaos, told, kills, call, made: () => made }
}

async function outcomes(fault: Fault, seed: number, hop: Hop = 'sinks'): Promise<string[]> {
  const test = aHop(hop)
  test.chaos.set({ [hop]: fault }, seed)
  const ends: string[] = []
  for (let count = 0; count < CALLS; count++) {
    const before = test.made()
    const end = await test.call()
    ends.push(`${end.replace(/\d+/, '')} made ${test.made() - before} killed ${test.kills.at(-1)}`)
  }
  return ends
}

describe('faults of a hop', () => {
  it('are none at first: a call passes as it is', async () => {
    const test = aHop()

    expect([await test.call(), test.made(), test.chaos.faults()]).toEqual(['reply 1', 1, {}])
  })

  it.each<[string, Fault, string, number]>([
    ['an error: the call is not made', { error: 1 }, 'not made', 0],
    ['a lost reply: it is made, and said to have failed', { lostReply: 1 }, 'lost', 1],
    ['a duplicate: it is made twice, and the second reply counts', { duplicate: 1 }, 'reply 2', 2],
    ['a chance of none', { error: 0, lostReply: 0, duplicate: 0, delayMs: 0 }, 'reply 1', 1],
  ])('%s', async (_what, fault, outcome, made) => {
    const test = aHop()
    test.chaos.set({ sinks: fault }, 1)

    expect([await test.call(), test.made()]).toEqual([outcome, made])
  })

  it('a delay: each call waits that long', async () => {
    const test = aHop()
    test.chaos.set({ sinks: { delayMs: 2_000 } }, 1)
    const calls = Promise.all([test.call(), test.call()])

    await test.clock.advance(1_999)
    expect(test.made()).toBe(0)
    await test.clock.advance(1)

    expect(await calls).toEqual(['reply 1', 'reply 2'])
  })

  it('a reorder: one that is held back is passed by others', async () => {
    const test = aHop()
    test.chaos.set({ sinks: { reorder: 0.5 } }, 7)
    const done: number[] = []
    const calls = Array.from({ length: 20 }, async (_, index) => {
      await test.call()
      done.push(index)
    })

    await test.clock.advance(HELD_BACK_MS_MAX)
    await Promise.all(calls)

    expect(done).toHaveLength(20)
    expect(done).not.toEqual(done.toSorted((one, other) => one - other))
  })

  it('a kill: the call is told when, within its bound', async () => {
    const test = aHop()
    test.chaos.set({ sinks: { kill: 1 } }, 1)

    for (let count = 0; count < CALLS; count++) await test.call()

    expect(test.kills).toHaveLength(CALLS)
    for (const killAfterMs of test.kills) {
      expect(killAfterMs).toBeGreaterThanOrEqual(0)
      expect(killAfterMs).toBeLessThan(KILL_MS_MAX)
    }
  })

  it('a refusal: of parts of a call, by their own chance', () => {
    const { chaos } = aHop()
    const refused = (hop: Hop) =>
      Array.from({ length: CALLS }, () => chaos.refuses(hop)).filter((is) => is).length

    expect(refused('firehose')).toBe(0)
    chaos.set({ firehose: { refuse: 0.25 } }, 3)

    expect(refused('bus')).toBe(0)
    expect(refused('firehose')).toBeGreaterThan(CALLS / 8)
    expect(refused('firehose')).toBeLessThan(CALLS / 2)
    chaos.set({ firehose: { refuse: 1 } }, 3)
    expect(refused('firehose')).toBe(CALLS)
  })

  it('are of that hop alone, and what the call throws is thrown', async () => {
    const { chaos } = aHop()
    chaos.set({ search: { error: 1 }, lake: { lostReply: 1 } }, 1)

    expect(await chaos.through('cache', async () => 'through')).toBe('through')
    await expect(
      chaos.through('lake', async () => {
        throw new Error('its own')
      }),
    ).rejects.toThrow('its own')
  })

  it('are a 503 to who looks at errors as SDK clients give them', async () => {
    const { chaos } = aHop()
    chaos.set({ rules: { error: 1 } }, 1)

    await expect(chaos.through('rules', async () => 1)).rejects.toMatchObject({
      message: 'rules: not made, on purpose',
      $metadata: { httpStatusCode: 503 },
    })
  })
})

describe('the chances of a seed', () => {
  const some: Fault = { error: 0.3, lostReply: 0.2, duplicate: 0.2, kill: 0.2 }

  it('are the same again, and others for another', async () => {
    const [first, again, other] = await Promise.all([
      outcomes(some, 5),
      outcomes(some, 5),
      outcomes(some, 6),
    ])

    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('do not move with another chance of the same hop', async () => {
    const errorsOf = (ends: readonly string[]) => ends.map((end) => end.startsWith('not made'))

    const alone = await outcomes({ error: 0.3 }, 5)
    const beside = await outcomes({ error: 0.3, duplicate: 0.5, kill: 1 }, 5)

    expect(errorsOf(beside)).toEqual(errorsOf(alone))
    expect(new Set(errorsOf(alone)).size).toBe(2)
  })

  it('are each hop’s own', async () => {
    expect(await outcomes({ error: 0.5 }, 5, 'bus')).not.toEqual(
      await outcomes({ error: 0.5 }, 5, 'rules'),
    )
  })

  it('come about as often as they are', async () => {
    const ends = await outcomes({ error: 0.3 }, 11)

    const errors = ends.filter((end) => end.startsWith('not made')).length
    expect(errors / CALLS).toBeGreaterThan(0.2)
    expect(errors / CALLS).toBeLessThan(0.4)
  })
})

describe('setting faults', () => {
  it('replaces all, and tells so', () => {
    const { chaos, told } = aHop()

    chaos.set({ search: { error: 1 } }, 4)
    chaos.set({ cache: { delayMs: 5 } }, 9)
    expect([chaos.faults(), chaos.seed()]).toEqual([{ cache: { delayMs: 5 } }, 9])
    chaos.set({}, 0)

    expect(told).toEqual([{ search: { error: 1 } }, { cache: { delayMs: 5 } }, {}])
  })

  it('lets what waits for a fault go on at once, undisturbed', async () => {
    const test = aHop()
    test.chaos.set({ sinks: { delayMs: 60_000, error: 1 } }, 1)
    const call = test.call()
    await test.clock.settle()

    test.chaos.set({}, 0)

    expect(await call).toBe('reply 1')
  })

  it('refuses what is no fault of its hop, all of it at once, and changes nothing', () => {
    const { chaos, told } = aHop()
    const faults = { serch: {}, bus: { kill: 1 }, cache: { error: 2 } } as unknown as Faults

    expect(() => chaos.set(faults, 1)).toThrow(
      'There is no "serch" (search?) among the hops. ' +
        'There is no "kill" (delayMs, error, lostReply, duplicate, reorder, refuse) among the faults of bus. ' +
        'cache: error lies within 0 and 1, not 2.',
    )
    expect([chaos.faults(), told]).toEqual([{}, []])
  })
})
