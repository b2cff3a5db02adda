import { describe, expect, it } from 'vitest'
import { SwitchIsBusy } from '../../shared/switch/switch.ts'
import { anAlarmEvent } from '../../test/builders/alarm-event.ts'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { MemorySwitch } from '../../test/fakes/memory-switch.ts'
import { createBreaker } from './handler.ts'

function aBreaker() {
  const log = new MemoryLog()
  const pipe = new MemorySwitch()
  const search = new MemorySwitch()
  let nowMs = 0
  const waited: (() => void)[] = []
  const handle = createBreaker({
    circuits: [
      { name: 'pipe', alarms: ['parked'], switch: pipe },
      { name: 'search', alarms: ['codec', 'order'], switch: search },
    ],
    clock: () => nowMs,
    wait: async (ms) => {
      nowMs += ms
      waited.shift()?.()
    },
    log,
  })
  const told = () => log.lines.map(({ level, fields }) => ({ level, ...fields }))
  return { handle, pipe, search, told, waited }
}

describe('createBreaker', () => {
  it.each([
    ['parked', { pipe: ['stop'], search: [] }],
    ['codec', { pipe: [], search: ['stop'] }],
    ['order', { pipe: [], search: ['stop'] }],
  ])('stops what the alarm %s is about, and nothing else', async (name, asked) => {
    const { handle, pipe, search, told } = aBreaker()

    await handle(anAlarmEvent({ name, reason: '150 was greater than 100' }))

    expect({ pipe: pipe.asked, search: search.asked }).toEqual(asked)
    expect(told()).toMatchObject([
      { level: 'warn', alarm: name, reason: '150 was greater than 100', before: 'RUNNING' },
    ])
  })

  it('changes nothing when it is told twice, or when a person was quicker', async () => {
    const { handle, pipe, search, told } = aBreaker()
    search.state = 'stopping'

    await handle(anAlarmEvent({ name: 'parked' }))
    await handle(anAlarmEvent({ name: 'parked' }))
    await handle(anAlarmEvent({ name: 'codec' }))

    expect(pipe.asked).toEqual(['stop'])
    expect(search.asked).toEqual([])
    expect(told().map(({ level }) => level)).toEqual(['warn', 'info', 'info'])
  })

  it.each(['OK', 'INSUFFICIENT_DATA'])(
    'starts nothing and stops nothing when an alarm turns %s',
    async (state) => {
      const { handle, pipe, search, told } = aBreaker()
      pipe.state = 'stopped'

      await handle(anAlarmEvent({ name: 'parked', state }))

      expect([...pipe.asked, ...search.asked]).toEqual([])
      expect(told()).toEqual([{ level: 'info', alarm: 'parked', state }])
    },
  )

  it('names an alarm that it does not know, and those it knows', async () => {
    const { handle, pipe, search, told } = aBreaker()

    await handle(anAlarmEvent({ name: 'lake-freshness' }))

    expect([...pipe.asked, ...search.asked]).toEqual([])
    expect(told()).toEqual([
      {
        level: 'error',
        code: 'alarm.unknown',
        alarm: 'lake-freshness',
        known: ['parked', 'codec', 'order'],
      },
    ])
  })

  it.each([[undefined], ['text'], [{}], [{ source: 'aws.cloudwatch' }], [{ Records: [] }]])(
    'stops nothing for %j, which is no action of an alarm',
    async (event) => {
      const { handle, pipe, search, told } = aBreaker()

      await handle(event)

      expect([...pipe.asked, ...search.asked]).toEqual([])
      expect(told()).toEqual([{ level: 'error', code: 'alarm.invalid' }])
    },
  )

  it('waits for a change that is being made, and stops what comes of it', async () => {
    const { handle, pipe, waited } = aBreaker()
    pipe.state = 'changing'
    waited.push(
      () => undefined,
      () => {
        pipe.state = 'running'
      },
    )

    await handle(anAlarmEvent({ name: 'parked' }))

    expect(pipe.asked).toEqual(['stop'])
    expect(waited).toEqual([])
  })

  it('throws when it cannot be stopped now, so that Lambda tries again', async () => {
    const { handle, pipe } = aBreaker()
    pipe.state = 'changing'
    pipe.refusal = new SwitchIsBusy('ConflictException: it is STARTING')

    await expect(handle(anAlarmEvent({ name: 'parked' }))).rejects.toThrow('STARTING')

    pipe.refusal = undefined
    await handle(anAlarmEvent({ name: 'parked' }))
    expect(pipe.state).toBe('stopped')
  })
})
