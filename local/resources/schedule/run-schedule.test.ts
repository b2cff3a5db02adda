import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import type { SignalBody } from '../../signals.ts'
import { parseRate } from './parse-rate.ts'
import { scheduleRules } from './rules.ts'
import { runSchedule } from './run-schedule.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const FAILED: InvocationResult = {
  ok: false,
  timedOut: false,
  error: { errorType: 'Error', errorMessage: 'index.missing' },
}
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:purge'

function start(options: { answer?: () => Promise<InvocationResult>; isAllowed?: boolean } = {}) {
  const { answer = async () => ({ ok: true, payload: null }), isAllowed = true } = options
  const clock = createFakeClock()
  const begun = clock.now()
  const stopping = new AbortController()
  const invokedAt: number[] = []
  const signals: SignalBody[] = []
  const ended = runSchedule({
    name: 'Purge',
    rateMs: HOUR_MS,
    functionArn: FUNCTION_ARN,
    invoke: () => {
      invokedAt.push(clock.now() - begun)
      return answer()
    },
    authorize: (action, resource) => {
      if (!isAllowed) throw new AccessDenied({ caller: 'Role', action, resource, reason: 'none' })
    },
    clock,
    emit: (signal) => signals.push(signal),
    signal: stopping.signal,
  })
  const stop = async () => {
    stopping.abort()
    await ended
  }
  return { clock, invokedAt, signals, stop }
}

describe('runSchedule', () => {
  it(scheduleRules.beginsAtOnce.text, async () => {
    const { clock, invokedAt, stop } = start()

    await clock.advance(2 * HOUR_MS)

    expect(invokedAt).toEqual([0, HOUR_MS, 2 * HOUR_MS])
    await stop()
  })

  it(scheduleRules.retriesTwice.text, async () => {
    const { clock, invokedAt, signals, stop } = start({
      answer: async () => FAILED,
    })

    await clock.advance(HOUR_MS - 1)

    expect(invokedAt).toEqual([0, MINUTE_MS, 3 * MINUTE_MS])
    expect(signals.map(({ type }) => type)).toEqual(['retry.scheduled', 'retry.scheduled'])
    await stop()
  })

  it(scheduleRules.doesNotWait.text, async () => {
    const hanging = Promise.withResolvers<InvocationResult>()
    const { clock, invokedAt, stop } = start({ answer: () => hanging.promise })

    await clock.advance(HOUR_MS)

    expect(invokedAt).toEqual([0, HOUR_MS])
    hanging.resolve({ ok: true, payload: null })
    await stop()
  })

  it(scheduleRules.needsPermission.text, async () => {
    const { clock, invokedAt, stop } = start({ isAllowed: false })

    await clock.advance(HOUR_MS)

    expect(invokedAt).toEqual([])
    await stop()
  })
})

describe('parseRate', () => {
  it.each([
    ['rate(1 minute)', MINUTE_MS],
    ['rate(1 day)', 24 * HOUR_MS],
    ['rate(12 hours)', 12 * HOUR_MS],
  ])('%s is %d ms', (expression, ms) => {
    expect(parseRate(expression)).toBe(ms)
  })

  it.each([
    'rate(0 days)',
    'rate(1 days)',
    'rate(2 day)',
    'cron(0 3 * * ? *)',
    'at(2026-11-21T00:00:00)',
    '',
  ])(`${scheduleRules.ratesOnly.text} %s`, (expression) => {
    expect(() => parseRate(expression)).toThrow('ScheduleExpression')
  })
})
