import { beforeEach, describe, expect, it } from 'vitest'
import { type Chaos, createChaos } from '../chaos/chaos.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createJumpingClock, type JumpingClock } from '../jumping-clock.ts'
import { JUMP_MS_MAX, serveChaos } from './chaos-api.ts'

let chaos: Chaos
let clock: JumpingClock

beforeEach(() => {
  clock = createJumpingClock(createFakeClock())
  chaos = createChaos(clock)
})

function call(method: string, path: string, body: unknown = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const reply = serveChaos(chaos, clock)({ method, path, headers: {}, body: text })
  return reply && { status: reply.status, body: JSON.parse(reply.body ?? '') }
}

describe('the endpoint for faults', () => {
  it('says what is set', () => {
    expect(call('GET', '/chaos')).toEqual({
      status: 200,
      body: { faults: {}, seed: 0, jumpedMs: 0 },
    })
  })

  it('sets faults in place of all that were, and gives them back', () => {
    const faults = { search: { delayMs: 2_000, error: 0.2 } }
    chaos.set({ cache: { error: 1 } }, 3)

    expect(call('PUT', '/chaos', { faults, seed: 7 })).toEqual({
      status: 200,
      body: { faults, seed: 7, jumpedMs: 0 },
    })
    expect([chaos.faults(), chaos.seed()]).toEqual([faults, 7])
  })

  it.each([
    [{ faults: { serch: {}, search: { error: 7 } }, seed: 1 }, 2],
    [{ faults: {}, seed: -1 }, 1],
    [{ faults: {}, seed: 0.5 }, 1],
    [{ seed: 'a' }, 2],
    ['no json', 2],
  ])('refuses %j with all its mistakes, and changes nothing', (body, mistakes) => {
    const reply = call('PUT', '/chaos', body)

    expect(reply?.status).toBe(400)
    expect(reply?.body.mistakes).toHaveLength(mistakes)
    expect(chaos.faults()).toEqual({})
  })

  it('moves time on, again and again', () => {
    call('PUT', '/chaos/jump', { ms: 60_000 })

    expect(call('PUT', '/chaos/jump', { ms: 1 })?.body).toMatchObject({ jumpedMs: 60_001 })
  })

  it.each([{}, { ms: 0 }, { ms: 0.5 }, { ms: -5 }, { ms: '5' }, { ms: JUMP_MS_MAX + 1 }])(
    'moves it by nothing else: %j',
    (body) => {
      expect(call('PUT', '/chaos/jump', body)).toEqual({
        status: 400,
        body: {
          mistakes: [
            'A jump is a whole number of ms from 1 to 2678400000 (31 days): time only moves forward.',
          ],
        },
      })
      expect(clock.jumpedMs()).toBe(0)
    },
  )

  it.each([
    ['POST', '/chaos'],
    ['GET', '/chaos/jump'],
    ['PUT', '/chaos/other'],
    ['PUT', '/'],
    ['PUT', 'toString'],
  ])('leaves %s %s to others', (method, path) => {
    expect(call(method, path, {})).toBeUndefined()
  })
})
