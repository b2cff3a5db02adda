import { describe, expect, it } from 'vitest'
import { startAlarm } from './an-alarm.ts'
import { alarmRules } from './rules.ts'

const MINUTE_MS = 60_000

describe('runAlarm', () => {
  it(alarmRules.everyMinute.text, async () => {
    const alarm = startAlarm({ Period: 300 })
    await alarm.clock.advance(MINUTE_MS)
    alarm.add(6)
    await alarm.clock.advance(3 * MINUTE_MS)
    alarm.add(5)

    await alarm.clock.advance(MINUTE_MS - 1)
    const before = alarm.states()
    await alarm.clock.advance(1)
    const after = alarm.states()
    await alarm.clock.advance(2 * MINUTE_MS)
    const moved = alarm.states()
    await alarm.stop()

    expect(before).toEqual(['OK'])
    expect(after).toEqual(['OK', 'ALARM'])
    expect(moved).toEqual(['OK', 'ALARM', 'OK'])
  })

  it(alarmRules.beginsUnknown.text, async () => {
    const alarm = startAlarm()

    await alarm.clock.advance(MINUTE_MS)
    await alarm.stop()

    expect(alarm.acted).toMatchObject([{ before: 'INSUFFICIENT_DATA', state: 'OK' }])
  })

  it(alarmRules.datapoints.text, async () => {
    const two = startAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 })
    const all = startAlarm({ EvaluationPeriods: 3 })
    for (const alarm of [two, all]) {
      alarm.add(11)
      await alarm.clock.advance(2 * MINUTE_MS)
      alarm.add(11)
      await alarm.clock.advance(MINUTE_MS)
      await alarm.stop()
    }

    expect(two.states()).toEqual(['OK', 'ALARM'])
    expect(all.states()).toEqual(['OK'])
  })

  it.each([
    ['Average', 2, 2.1],
    ['Maximum', 4, 5],
    ['Minimum', 1, 2],
    ['SampleCount', 3, 4],
    ['Sum', 6, 7],
  ])(`${alarmRules.statistics.text} %s`, async (Statistic, value, beyond) => {
    const states = async (Threshold: number) => {
      const alarm = startAlarm({
        ...{ Statistic, Threshold },
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      })
      alarm.add(1, 4)
      await alarm.clock.advance(1_000)
      alarm.add(1)
      await alarm.clock.advance(MINUTE_MS)
      await alarm.stop()
      return alarm.states()
    }

    expect(await states(value)).toEqual(['ALARM'])
    expect(await states(beyond)).toEqual(['OK'])
  })

  it.each([
    ['GreaterThanThreshold', 10, 'OK'],
    ['GreaterThanThreshold', 11, 'ALARM'],
    ['GreaterThanOrEqualToThreshold', 10, 'ALARM'],
    ['LessThanThreshold', 10, 'OK'],
    ['LessThanThreshold', 9, 'ALARM'],
    ['LessThanOrEqualToThreshold', 10, 'ALARM'],
  ])(`${alarmRules.comparisons.text} %s, %d`, async (ComparisonOperator, value, state) => {
    const alarm = startAlarm({ ComparisonOperator })
    alarm.add(value)

    await alarm.clock.advance(MINUTE_MS)
    await alarm.stop()

    expect(alarm.states()).toEqual([state])
  })

  it.each([
    ['notBreaching', ['ALARM', 'OK']],
    ['breaching', ['ALARM']],
    ['ignore', ['ALARM']],
    ['missing', ['ALARM', 'INSUFFICIENT_DATA']],
    [undefined, ['ALARM', 'INSUFFICIENT_DATA']],
  ])(`${alarmRules.missingData.text} %s`, async (TreatMissingData, states) => {
    const alarm = startAlarm({ TreatMissingData })
    alarm.add(11)

    await alarm.clock.advance(3 * MINUTE_MS)
    await alarm.stop()

    expect(alarm.states()).toEqual(states)
  })

  it(alarmRules.onChangeOnly.text, async () => {
    const alarm = startAlarm()
    for (let minute = 0; minute < 3; minute++) {
      alarm.add(11)
      await alarm.clock.advance(MINUTE_MS)
    }
    await alarm.clock.advance(2 * MINUTE_MS)
    alarm.add(12)
    await alarm.clock.advance(MINUTE_MS)
    await alarm.stop()

    expect(alarm.states()).toEqual(['ALARM', 'OK', 'ALARM'])
    expect(alarm.signals.map(({ type }) => type)).toEqual(Array(3).fill('alarm.state'))
  })

  it('goes on while an action takes long, and waits for it at the end', async () => {
    const action = Promise.withResolvers<void>()
    const alarm = startAlarm({}, { act: () => action.promise })
    alarm.add(11)

    await alarm.clock.advance(2 * MINUTE_MS)
    const states = alarm.states()
    let hasStopped = false
    const stopped = alarm.stop().then(() => {
      hasStopped = true
    })
    await alarm.clock.settle()

    expect(states).toEqual(['ALARM', 'OK'])
    expect(hasStopped).toBe(false)
    action.resolve()
    await stopped
  })

  it(alarmRules.unmeasured.text, async () => {
    const source = {
      sample: () => Promise.reject(new Error('connect ECONNREFUSED')),
      read: () => undefined,
    }
    const alarm = startAlarm({}, { source })

    await alarm.clock.advance(MINUTE_MS)
    await alarm.stop()

    expect(alarm.states()).toEqual(['OK'])
    expect(alarm.signals[0]).toMatchObject({
      type: 'retry.scheduled',
      resource: 'Parked',
      reason: 'cannot measure: connect ECONNREFUSED',
    })
  })
})
