import { describe, expect, it } from 'vitest'
import type { Signal } from '../../local/signals.ts'
import { describeRelief } from './describe-relief.ts'
import { describeTrouble } from './describe-trouble.ts'
import { formatTime } from './format-change.ts'
import { createStopReminder } from './stop-reminder.ts'
import { createTroubleLog } from './trouble-log.ts'

const LAKE = 'LakeWriterEventSourceMappingSQSLakeQueue'
const SEARCH = 'SearchProjectorEventSourceMappingSQSSearchQueue'
const BREAKER = 'BreakerLambdaFunction'

const aPipe = (state: 'STOPPED' | 'RUNNING' | 'STOPPING', by?: string): Signal => ({
  ...{ type: 'pipe.state', at: 0, pipe: 'ChangePipe', state, ...(by && { by }) },
})
const aMapping = (mapping: string, state: 'Disabled' | 'Disabling' | 'Enabled'): Signal => ({
  ...{ type: 'mapping.state', at: 0, mapping, state },
})
const anAlarm = (state: 'ALARM' | 'OK'): Signal => ({
  ...{ type: 'alarm.state', at: 0, alarm: 'ParkedAlarm', state, before: 'OK' },
  ...{ reason: '12 above 10', description: 'too many' },
})

describe('what is stopped', () => {
  it.each<[Signal, string]>([
    [
      aPipe('STOPPED', BREAKER),
      "ChangePipe is stopped: by BreakerLambdaFunction, the action of an alarm. Changes wait in the table's stream. Start it: npx tailrace start pipe",
    ],
    [
      aPipe('STOPPED'),
      "ChangePipe is stopped: by a person or by its DesiredState. Changes wait in the table's stream. Start it: npx tailrace start pipe",
    ],
    [
      aMapping(LAKE, 'Disabled'),
      'The lake is stopped: by a person. Changes wait in LakeQueue. Start it: npx tailrace start lake',
    ],
    [anAlarm('ALARM'), 'ParkedAlarm is in ALARM: too many (12 above 10)'],
  ])('is told with who stopped it, what waits, and how to start it', (signal, text) => {
    expect(describeTrouble(signal)).toMatchObject({ text, lasts: true })
  })

  it('holds up the search where its mapping is stopped, and nothing where another is', () => {
    expect(describeTrouble(aMapping(SEARCH, 'Disabled'))?.holds).toEqual({
      ...{ hop: 'search', why: 'it is stopped (by a person)', lasts: true },
    })
    expect(describeTrouble(aMapping(LAKE, 'Disabled'))).not.toHaveProperty('holds')
  })

  it.each([aPipe('STOPPING'), aMapping(LAKE, 'Disabling'), anAlarm('OK')])(
    'is not told before it is, or of an alarm that is over',
    (signal) => {
      expect(describeTrouble(signal)).toBeUndefined()
    },
  )

  it.each<[Signal, Signal, string]>([
    [aPipe('STOPPED'), aPipe('RUNNING'), 'ChangePipe runs again'],
    [aMapping(LAKE, 'Disabled'), aMapping(LAKE, 'Enabled'), 'The lake runs again'],
    [anAlarm('ALARM'), anAlarm('OK'), 'ParkedAlarm is over: OK'],
  ])('is told to be over, after an hour as well', (begun, over, text) => {
    const log = createTroubleLog()
    const trouble = describeTrouble(begun)
    const relief = describeRelief(over)
    if (trouble === undefined || relief === undefined) throw new Error('nothing was told')
    log.note(trouble, 0)
    for (let minute = 1; minute <= 60; minute++) log.look(minute * 60_000)

    expect(log.relieve(relief)).toEqual([text])
  })
})

describe('createStopReminder', () => {
  const depths = { depthOf: (queue: string) => (queue === 'LakeQueue' ? 12 : 0) }

  it('reminds after a minute, after two more, and no more once it runs', () => {
    const reminder = createStopReminder()
    reminder.onSignal(aMapping(LAKE, 'Disabling'))
    reminder.onSignal(aMapping(LAKE, 'Disabled'))
    const minutes = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => (from + index) * 60_000).flatMap((now) =>
        reminder.look(depths, now),
      )

    const line = `The lake is stopped since ${formatTime(0)}: 12 changes wait in LakeQueue. Start it: npx tailrace start lake`
    expect(minutes(0, 1)).toEqual([line])
    expect(minutes(2, 3)).toEqual([line])
    reminder.onSignal(aMapping(LAKE, 'Enabled'))
    expect(minutes(4, 30)).toEqual([])
  })

  it('counts nothing in the stream of a Pipe', () => {
    const reminder = createStopReminder()
    reminder.onSignal(aPipe('STOPPED'))

    expect(reminder.look(depths, 60_000)).toEqual([
      `The Pipe is stopped since ${formatTime(0)}: changes wait in the table's stream. Start it: npx tailrace start pipe`,
    ])
  })
})
