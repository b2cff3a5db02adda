import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { SignalBody } from '../../signals.ts'
import type { StoppedByName } from '../../stopped-by-name.ts'
import type { BusEvent } from '../event-bus/bus-event.ts'
import { deliverToTarget, type RuleTarget } from './deliver-to-target.ts'

const event: BusEvent = {
  version: '0',
  id: 'e-1',
  'detail-type': 'order.modified',
  source: 'tailrace',
  account: '000000000000',
  time: '2026-11-21T07:26:36Z',
  region: 'eu-west-1',
  resources: [],
  detail: { a: 1 },
}

/** A target that fails with each of the errors in turn and then takes everything. */
function startDelivery(errors: readonly Error[], limits: Partial<RuleTarget> = {}) {
  const clock = createFakeClock()
  const signals: SignalBody[] = []
  const stops: StoppedByName[] = []
  const sent: string[] = []
  const failures = [...errors]
  const stopping = new AbortController()
  const done = deliverToTarget({
    event,
    body: '{"detail":{"a":1.0}}',
    rule: 'SearchRule',
    signal: stopping.signal,
    stack: {
      clock,
      random: () => 1,
      emit: (signal) => signals.push(signal),
      stopByName: (error) => stops.push(error),
    },
    target: {
      name: 'queue',
      retryAttemptsMax: 185,
      eventAgeMsMax: 86_400_000,
      send: async (body) => {
        const failure = failures.shift()
        if (failure) throw failure
        sent.push(body)
      },
      ...limits,
    },
  })
  return { clock, signals, stops, sent, done, stopping }
}

describe('deliverToTarget', () => {
  it('sends the event’s body as it is', async () => {
    const { sent, done } = startDelivery([])

    await done

    expect(sent).toEqual(['{"detail":{"a":1.0}}'])
  })

  it('sends it again, the same, until it is taken', async () => {
    const { clock, sent, done, signals } = startDelivery([new Error('down'), new Error('down')])

    await clock.advance(3_000)
    await done

    expect(sent).toHaveLength(1)
    expect(signals.map(({ type }) => type)).toEqual([
      'delivery.failed',
      'retry.scheduled',
      'delivery.failed',
      'retry.scheduled',
      'event.delivered',
    ])
  })

  it.each([
    ['RetryPolicy.MaximumRetryAttempts', { retryAttemptsMax: 2 }],
    ['RetryPolicy.MaximumEventAgeInSeconds', { eventAgeMsMax: 60_000 }],
  ])('stops the runtime by %s where AWS would give up', async (setting, limits) => {
    const { clock, stops, done } = startDelivery(Array(50).fill(new Error('down')), limits)

    await clock.advance(600_000)
    await done

    expect(stops).toMatchObject([{ resource: 'SearchRule', setting }])
  })

  it('does not retry into a queue that is not there: on AWS that is the DLQ at once', async () => {
    const missing = Object.assign(new Error('no queue'), { name: 'QueueDoesNotExist' })
    const { stops, done } = startDelivery([missing])

    await done

    expect(stops).toMatchObject([{ setting: 'DeadLetterConfig' }])
  })

  it('lets the event go when the runtime stops', async () => {
    const { clock, sent, done, stopping } = startDelivery([new Error('down')])
    await clock.settle()

    stopping.abort()
    await done

    expect(sent).toEqual([])
  })
})
