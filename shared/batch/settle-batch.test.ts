import { beforeEach, describe, expect, it } from 'vitest'
import { aChangeEvent, aMessage, STREAM, TABLE } from '../../test/builders/change-event.ts'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { MemoryMetrics } from '../../test/fakes/memory-metrics.ts'
import { MemoryDeadLetterQueue, MemoryRedelivery } from '../../test/fakes/memory-queue.ts'
import { OUTCOMES_MESSAGE } from '../observability/tell-outcomes.ts'
import { APPLIED, DUPLICATE, type Outcome, STALE, TIED, toRetryable, toUnknown } from './outcome.ts'
import type { MessageOutcome } from './queue-message.ts'
import { settleBatch } from './settle-batch.ts'

const POISON = { kind: 'poison', code: 'document.refused', message: 'why' } as const
const RETRYABLE = { kind: 'retryable', code: 'index.throttled' } as const
const UNKNOWN = toUnknown('status 418')

describe('settleBatch', () => {
  let deadLetters: MemoryDeadLetterQueue
  let redelivery: MemoryRedelivery
  let log: MemoryLog
  let metrics: MemoryMetrics
  beforeEach(() => {
    deadLetters = new MemoryDeadLetterQueue()
    redelivery = new MemoryRedelivery()
    log = new MemoryLog()
    metrics = new MemoryMetrics()
  })

  const settle = (results: readonly MessageOutcome[]) =>
    settleBatch(results, {
      deadLetters,
      redelivery,
      random: () => 0.5,
      clock: () => Date.parse('2026-11-21T07:26:40Z'),
      log,
      metrics,
    })
  const aResult = (outcome: Outcome, receiveCount = 1, counter = 1): MessageOutcome => {
    const event = aChangeEvent({ counter })
    return { message: aMessage(event, { receiveCount }), event, outcome }
  }
  const idsOf = (...results: MessageOutcome[]) =>
    results.map(({ message }) => ({ itemIdentifier: message.messageId }))

  it('is done with what was applied, stale or a duplicate', async () => {
    const reply = await settle([APPLIED, TIED, STALE, DUPLICATE].map((outcome) => aResult(outcome)))

    expect(reply).toEqual({ batchItemFailures: [] })
    expect(redelivery.delayed).toEqual([])
  })

  it('reports exactly those that come back', async () => {
    const [first, second] = [aResult(RETRYABLE), aResult(UNKNOWN)]

    const reply = await settle([aResult(APPLIED), first, aResult(POISON), second, aResult(STALE)])

    expect(reply).toEqual({ batchItemFailures: idsOf(first, second) })
  })

  it('puts off what comes back for longer with each receive', async () => {
    const results = [aResult(RETRYABLE, 1), aResult(RETRYABLE, 5), aResult(UNKNOWN, 300)]

    await settle(results)

    expect(redelivery.delayed).toEqual([
      { receiptHandle: results[0]?.message.receiptHandle, delaySeconds: 4 },
      { receiptHandle: results[1]?.message.receiptHandle, delaySeconds: 60 },
      { receiptHandle: results[2]?.message.receiptHandle, delaySeconds: 675 },
    ])
  })

  it('sends poison to the DLQ with its body unchanged and is done with it', async () => {
    const poison = aResult(POISON)

    const reply = await settle([poison])

    expect(reply).toEqual({ batchItemFailures: [] })
    expect(deadLetters.letters).toEqual([
      { body: poison.message.body, code: 'document.refused', message: 'why' },
    ])
  })

  it('keeps poison in the queue when the DLQ does not take it', async () => {
    deadLetters.isDown = true
    const poison = aResult(POISON, 2)

    const reply = await settle([aResult(APPLIED), poison])

    expect(reply).toEqual({ batchItemFailures: idsOf(poison) })
    expect(redelivery.delayed).toHaveLength(1)
  })

  it('reports what comes back although it could not be put off, and says so', async () => {
    redelivery.isDown = true
    const result = aResult(RETRYABLE)

    const reply = await settle([result])

    expect(reply).toEqual({ batchItemFailures: idsOf(result) })
    expect(log.lines).toContainEqual({
      level: 'warn',
      message: 'redelivery was not put off',
      fields: { messages: 1, reasons: ['Down'] },
    })
  })

  it('tells counts and the longest lag of a batch to who wants to know more', async () => {
    const outcomes = [APPLIED, TIED, STALE, RETRYABLE, RETRYABLE]
    await settle(outcomes.map((outcome) => aResult(outcome)))

    expect(log.lines.filter(({ message }) => message === 'batch settled')).toEqual([
      {
        level: 'debug',
        message: 'batch settled',
        fields: {
          messages: 5,
          applied: 2,
          tied: 1,
          stale: 1,
          duplicate: 0,
          poison: 0,
          retryable: 2,
          unknown: 0,
          retryCodes: { 'index.throttled': 2 },
          lagMsMax: 4000,
        },
      },
    ])
  })

  it('names each change once with what became of it, and why it comes back', async () => {
    const outcomes = [APPLIED, TIED, APPLIED, STALE, DUPLICATE, POISON, RETRYABLE, UNKNOWN]
    const results = outcomes.map((outcome, place) => aResult(outcome, 1, place + 1))
    const unreadable = { ...aResult(POISON), event: null }

    await settle([...results, unreadable])

    const idsAt = (...places: number[]) => places.map((place) => results[place]?.event?.eventID)
    expect(
      log.lines.filter(({ message }) => message === OUTCOMES_MESSAGE).map(({ fields }) => fields),
    ).toEqual([
      { outcome: 'applied', eventIDs: idsAt(0, 2) },
      { outcome: 'tied', eventIDs: idsAt(1) },
      { outcome: 'stale', eventIDs: idsAt(3) },
      { outcome: 'duplicate', eventIDs: idsAt(4) },
      { outcome: 'poison', code: 'document.refused', eventIDs: idsAt(5) },
      { outcome: 'retryable', code: 'index.throttled', eventIDs: idsAt(6) },
      { outcome: 'unknown', code: 'internal.unclassified', eventIDs: idsAt(7) },
    ])
  })

  it('tells one set of metrics per batch, and nothing that did not happen', async () => {
    const waiting = [
      RETRYABLE,
      UNKNOWN,
      toRetryable('order.violated'),
      toRetryable('order.ties_exhausted'),
      toRetryable('lineage.unknown'),
      toRetryable('lineage.stored_unknown'),
      toRetryable('codec.mismatch'),
    ]
    const outcomes = [APPLIED, TIED, STALE, DUPLICATE, POISON, ...waiting]

    await settle(outcomes.map((outcome) => aResult(outcome)))
    await settle([aResult(STALE)])

    expect(metrics.published).toEqual([
      {
        EventsApplied: 2,
        EventsTied: 1,
        EventsStale: 1,
        EventsDuplicate: 1,
        EventsParked: 1,
        EventsRetried: 7,
        EventsUnknown: 1,
        OrderViolations: 2,
        LineageUnknown: 2,
        CodecMismatch: 1,
        LagMs: 4000,
        WaitingMs: 4000,
      },
      { EventsStale: 1 },
    ])
  })

  it('tells where a change stands that the sink contradicts', async () => {
    const result = aResult(toRetryable('order.violated'))

    await settle([aResult(RETRYABLE), result])

    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { code: 'order.violated', position: result.event?.position } },
    ])
    expect(JSON.stringify(log.lines)).not.toContain('CUSTOMER#')
  })

  it('names each stream whose changes wait for a deployment, once a batch', async () => {
    const waiting = toRetryable('lineage.unknown')
    const other = aResult(toRetryable('codec.mismatch'))

    await settle([aResult(waiting), aResult(RETRYABLE), aResult(waiting), other])

    const stream = { table: TABLE, stream: STREAM }
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { code: 'lineage.unknown', ...stream, changes: 2 } },
      { fields: { code: 'codec.mismatch', ...stream, changes: 1 } },
    ])
    expect(JSON.stringify(log.lines)).not.toContain('CUSTOMER#')
  })

  it('logs poison with its position and without its payload', async () => {
    const poison = aResult(POISON)

    await settle([poison])

    const [line] = log.lines
    expect(line).toMatchObject({
      level: 'warn',
      fields: { code: 'document.refused', eventID: poison.event?.eventID },
    })
    expect(JSON.stringify(log.lines)).not.toContain('CUSTOMER#')
  })

  it('warns once a batch of an answer that nobody has classified', async () => {
    await settle([aResult(UNKNOWN), aResult(UNKNOWN)])

    expect(log.lines.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        message: 'outcome is not classified',
        fields: { reason: 'status 418' },
      },
    ])
  })
})
