import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { keptRules } from '../../kept/rules.ts'
import type { SignalBody } from '../../signals.ts'
import type { RuleTarget } from './deliver-to-target.ts'
import {
  aConnectionError,
  anEvent,
  aServiceError,
  aTarget,
  createFakeDestination,
} from './fake-destination.ts'
import { createRuleDeliveries } from './rule-deliveries.ts'
import { eventRuleRules } from './rules.ts'

const HOUR_MS = 3_600_000

function aRule(...targets: RuleTarget[]) {
  const clock = createFakeClock()
  const signals: SignalBody[] = []
  const stack = { clock, random: () => 1, emit: (signal: SignalBody) => signals.push(signal) }
  const common = { rule: 'Rule', ruleArn: 'arn:rule', targets, stack }
  const rule = createRuleDeliveries(common)
  const keeping = createRuleDeliveries({ ...common, isKept: true })
  const told = (type: SignalBody['type']) => signals.filter((signal) => signal.type === type)
  return { clock, told, rule, keeping }
}

function downFor(attempts: number): Error[] {
  return Array<Error>(attempts).fill(aConnectionError())
}

const never = () => new Promise<void>(() => undefined)

describe('createRuleDeliveries', () => {
  it(eventRuleRules.independent.text, async () => {
    const failing = createFakeDestination('failing', downFor(500))
    const hanging = createFakeDestination('hanging', [never, never])
    const well = createFakeDestination('well')
    const { clock, rule } = aRule(...[failing, hanging, well].map((queue) => aTarget({ queue })))

    void rule.deliver(anEvent('1'), '1')
    void rule.deliver(anEvent('2'), '2')
    await clock.settle()

    expect(well.taken.map(({ body }) => body)).toEqual(['1', '2'])
    expect(failing.taken).toEqual([])
  })

  it(eventRuleRules.stopped.text, async () => {
    const back = createFakeDestination('back', downFor(1))
    const down = createFakeDestination('down', downFor(500))
    const saved = createFakeDestination('saved', downFor(500))
    const deadLetters = createFakeDestination('dlq')
    const { clock, rule, told } = aRule(
      aTarget({ queue: back }),
      aTarget({ queue: down }),
      aTarget({ queue: saved, deadLetters }),
    )
    void rule.deliver(anEvent(), 'body')
    await clock.settle()

    await rule.stop()

    expect(back.taken).toHaveLength(1)
    expect(deadLetters.taken).toHaveLength(1)
    expect(told('event.dropped')).toMatchObject([{ target: 'down', eventId: 'e-1' }])
    expect(told('rule.stopped')).toEqual([{ type: 'rule.stopped', rule: 'Rule', lost: 1 }])
  })

  it('tells what was still being sent when a stop took too long', async () => {
    const hanging = createFakeDestination('hanging', [never])
    const { clock, rule, told } = aRule(aTarget({ queue: hanging }))
    void rule.deliver(anEvent(), 'body')

    const stopped = rule.stop()
    await clock.advance(10_000)
    await stopped

    expect(told('event.dropped')).toMatchObject([{ target: 'hanging', eventId: 'e-1' }])
    expect(told('rule.stopped')).toMatchObject([{ lost: 1 }])
  })

  describe(keptRules.undelivered.text, () => {
    it('and so needs no DLQ, and loses nothing', async () => {
      const down = createFakeDestination('down', downFor(500))
      const deadLetters = createFakeDestination('dlq')
      const hanging = createFakeDestination('hanging', [never])
      const well = createFakeDestination('well')
      const { clock, keeping, told } = aRule(
        aTarget({ queue: down, deadLetters }),
        aTarget({ queue: well }),
      )
      const unanswered = aRule(aTarget({ queue: hanging }))
      const delivering = keeping.deliver(anEvent(), 'body')
      void unanswered.keeping.deliver(anEvent(), 'body')
      await clock.settle()

      await keeping.stop()
      const stopped = unanswered.keeping.stop()
      await unanswered.clock.advance(10_000)
      await stopped

      expect(await delivering).toBe(false)
      expect(well.taken).toHaveLength(1)
      expect(deadLetters.taken).toEqual([])
      for (const type of ['event.dropped', 'rule.stopped'] as const) {
        expect([...told(type), ...unanswered.told(type)]).toEqual([])
      }
    })

    it('what a queue refuses goes to the DLQ all the same', async () => {
      const gone = createFakeDestination('gone', [aServiceError('QueueDoesNotExist')])
      const deadLetters = createFakeDestination('dlq')
      const { keeping } = aRule(aTarget({ queue: gone, deadLetters }))

      expect(await keeping.deliver(anEvent(), 'body')).toBe(true)
      expect(deadLetters.taken).toHaveLength(1)
    })
  })

  it('tells no loss when nothing is lost', async () => {
    const { rule, told } = aRule(aTarget({ queue: createFakeDestination('queue') }))

    await rule.deliver(anEvent(), 'body')
    await rule.stop()

    expect(told('rule.stopped')).toEqual([])
  })
})

describe(eventRuleRules.atLeastOnce.text, () => {
  /** What a queue does to one attempt after the other, and then takes everything. */
  const anOutcome = fc.oneof(
    fc.constantFrom('down', 'throttled', 'refused', 'gone'),
    fc.integer({ min: 0, max: 5_000 }),
  )
  const aQueuePlan = fc.record({
    outcomes: fc.array(anOutcome, { maxLength: 40 }),
    retryAttemptsMax: fc.integer({ min: 0, max: 185 }),
    eventAgeSeconds: fc.integer({ min: 60, max: 86_400 }),
    deadLetters: fc.option(fc.array(anOutcome, { maxLength: 10 }), { nil: undefined }),
  })
  const failures = {
    down: aConnectionError,
    throttled: () => aServiceError('RequestThrottled'),
    refused: () => aServiceError('InvalidParameterValue'),
    gone: () => aServiceError('QueueDoesNotExist'),
  }

  it('property: whatever fails and however long it takes, and one target delays no other', async () => {
    const plans = fc.array(aQueuePlan, { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 6 }), async (queues, events) => {
        const clock = createFakeClock()
        const dropped: string[] = []
        const destination = (name: string, outcomes: (keyof typeof failures | number)[]) =>
          createFakeDestination(
            name,
            outcomes.map((outcome) =>
              typeof outcome === 'number' ? () => clock.sleep(outcome) : failures[outcome](),
            ),
          )
        const targets = queues.map((plan, index) => ({
          queue: destination(`q-${index}`, plan.outcomes),
          retryAttemptsMax: plan.retryAttemptsMax,
          eventAgeMsMax: plan.eventAgeSeconds * 1000,
          ...(plan.deadLetters && { deadLetters: destination(`d-${index}`, plan.deadLetters) }),
        }))
        const well = createFakeDestination('well')
        const emit = (signal: SignalBody) => {
          if (signal.type === 'event.dropped') dropped.push(`${signal.target} ${signal.eventId}`)
        }
        const rule = createRuleDeliveries({
          rule: 'Rule',
          ruleArn: 'arn:rule',
          targets: [...targets, aTarget({ queue: well })],
          stack: { clock, random: () => 1, emit },
        })

        const ids = Array.from({ length: events }, (_, index) => `e-${index}`)
        const ended = Promise.all(ids.map((id) => rule.deliver(anEvent(id), id)))
        await clock.settle()
        expect(well.taken.map(({ body }) => body)).toEqual(ids)
        await clock.advance(25 * HOUR_MS)
        await ended

        for (const { queue, deadLetters } of targets) {
          const of = (taken: readonly { body: string }[] = []) => taken.map(({ body }) => body)
          const ends = [
            ...of(queue.taken),
            ...of(deadLetters?.taken),
            ...ids.filter((id) => dropped.includes(`${queue.name} ${id}`)),
          ]
          expect(ends.sort()).toEqual(ids)
        }
      }),
    )
  })
})
