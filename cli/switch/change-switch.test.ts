import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../local/fake-clock.ts'
import { SwitchIsBusy, type SwitchStatus } from '../../shared/switch/switch.ts'
import { changeSwitch, type Verb } from './change-switch.ts'

type State = SwitchStatus['state']

/** What it says each time that it is asked; it stays with the last. */
async function change(verb: Verb, states: readonly State[], refusals: readonly Error[] = []) {
  const clock = createFakeClock()
  const asked: string[] = []
  const left = [...states]
  const refused = [...refusals]
  const ask = async (what: string) => {
    const refusal = refused.shift()
    asked.push(what)
    if (refusal !== undefined) throw refusal
  }
  const changing = changeSwitch(
    {
      status: async () => {
        const state = left.length > 1 ? left.shift() : left[0]
        const word = String(state).toUpperCase()
        return { state: state ?? 'failed', word, changedAtMs: 0, reason: 'no such role' }
      },
      stop: () => ask('stop'),
      start: () => ask('start'),
    },
    verb,
    { now: clock.now, wait: (ms) => clock.sleep(ms) },
  )
  const outcome = changing.then(
    ({ before, after }) => `${before.state} -> ${after.state}`,
    (error: Error) => `${error.name}: ${error.message}`,
  )
  await clock.advance(10 * 60_000)
  return { asked, outcome: await outcome }
}

describe('changeSwitch', () => {
  it.each<[string, Verb, State[], string[], string]>([
    ['stops', 'stop', ['running', 'stopping', 'stopped'], ['stop'], 'running -> stopped'],
    ['starts', 'start', ['stopped', 'changing', 'running'], ['start'], 'stopped -> running'],
    ['leaves alone what is stopped', 'stop', ['stopped'], [], 'stopped -> stopped'],
    ['leaves alone what runs', 'start', ['running'], [], 'running -> running'],
    ['waits for a stop', 'stop', ['stopping', 'stopped'], [], 'stopping -> stopped'],
    [
      'waits before it starts',
      'start',
      ['stopping', 'stopped', 'running'],
      ['start'],
      'stopping -> running',
    ],
    ['tries what failed once more', 'start', ['failed', 'running'], ['start'], 'failed -> running'],
  ])('%s', async (_what, verb, states, asked, outcome) => {
    expect(await change(verb, states)).toEqual({ asked, outcome })
  })

  it('asks again when it was being changed', async () => {
    const busy = new SwitchIsBusy('in use')

    expect(await change('stop', ['running', 'running', 'stopped'], [busy])).toEqual({
      asked: ['stop', 'stop'],
      outcome: 'running -> stopped',
    })
  })

  it('says why AWS gave up, and that it takes too long', async () => {
    const failed = await change('start', ['stopped', 'failed'])
    const slow = await change('stop', ['running', 'stopping'])

    expect(failed.outcome).toBe('EnvironmentError: It came to FAILED: no such role.')
    expect(slow.outcome).toBe('EnvironmentError: It is still STOPPING: look again in a while.')
  })
})
