import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/function-process.ts'
import type { SignalBody } from '../../signals.ts'
import type { StoppedByName } from '../../stopped-by-name.ts'
import { type Poller, pollQueue } from './poll-queue.ts'
import type { ReceivedMessage, SqsRecord } from './sqs-record.ts'

function aMessage(message: Partial<ReceivedMessage> & { messageId: string }): ReceivedMessage {
  return {
    receiptHandle: `handle-${message.messageId}`,
    body: '{}',
    md5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1795246001000' },
    messageAttributes: {},
    ...message,
  }
}

function messages(count: number, body = '{}'): ReceivedMessage[] {
  return Array.from({ length: count }, (_, index) => aMessage({ messageId: `m-${index}`, body }))
}

function startPoller(
  settings: Partial<Poller> = {},
  handle: (records: readonly SqsRecord[]) => InvocationResult = () => ({ ok: true, payload: null }),
) {
  const clock = createFakeClock()
  const stopping = new AbortController()
  const waiting: ReceivedMessage[] = []
  let isDown = false
  const batches: (readonly SqsRecord[])[] = []
  const removed: string[] = []
  const removals: number[] = []
  const signals: SignalBody[] = []
  const stops: StoppedByName[] = []

  const running = pollQueue({
    name: 'Mapping',
    queue: {
      receive: async (waitSeconds) => {
        if (isDown) throw new Error('down')
        if (waiting.length === 0) await clock.sleep(waitSeconds * 1000, stopping.signal)
        return waiting.splice(0, 10)
      },
      remove: async (handles) => {
        removals.push(handles.length)
        removed.push(...handles)
      },
    },
    queueArn: 'arn:aws:sqs:eu-west-1:000000000000:q',
    retentionSeconds: 1_209_600,
    lambda: {
      name: 'projector',
      invoke: async (payload) => {
        const { Records } = payload as { Records: SqsRecord[] }
        batches.push(Records)
        return handle(Records)
      },
    },
    batchSize: 500,
    windowMs: 1_000,
    reportsFailures: true,
    clock,
    random: () => 1,
    emit: (signal) => signals.push(signal),
    stopByName: (error) => stops.push(error),
    signal: stopping.signal,
    ...settings,
  })
  return {
    clock,
    waiting,
    setDown: (down: boolean) => {
      isDown = down
    },
    batches,
    removed,
    removals,
    signals,
    stops,
    sizes: () => batches.map((batch) => batch.length),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

describe('pollQueue', () => {
  it('hands messages over in the shape of a function and deletes them', async () => {
    const poller = startPoller()
    const message = aMessage({ messageId: 'm-1', body: '{"a":1}' })

    poller.waiting.push(message)
    await poller.clock.advance(3_000)
    await poller.stop()

    expect(poller.batches).toEqual([
      [
        {
          ...message,
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:q',
          awsRegion: 'eu-west-1',
        },
      ],
    ])
    expect(poller.removed).toEqual(['handle-m-1'])
  })

  it('gathers over the window, ten at a time, up to the batch size', async () => {
    const poller = startPoller({ batchSize: 25 })

    poller.waiting.push(...messages(60))
    await poller.clock.advance(5_000)
    await poller.stop()

    expect(poller.sizes()).toEqual([25, 25, 10])
    expect(new Set(poller.removed).size).toBe(60)
    expect(Math.max(...poller.removals)).toBe(10)
  })

  it('waits for the window with what came early', async () => {
    const poller = startPoller({ windowMs: 5_000 })
    poller.waiting.push(aMessage({ messageId: 'early' }))
    await poller.clock.advance(3_000)
    const before = poller.batches.length

    poller.waiting.push(aMessage({ messageId: 'late' }))
    await poller.clock.advance(4_000)
    await poller.stop()

    expect(before).toBe(0)
    expect(poller.sizes()).toEqual([2])
  })

  it('takes no more than one call gives when there is no window', async () => {
    const poller = startPoller({ batchSize: 10, windowMs: 0 })

    poller.waiting.push(...messages(15))
    await poller.clock.advance(1_500)
    await poller.stop()

    expect(poller.sizes()).toEqual([10, 5])
  })

  it('cuts a batch at 6 MB of payload', async () => {
    const poller = startPoller()

    poller.waiting.push(...messages(9, 'x'.repeat(1_000_000)))
    await poller.clock.advance(5_000)
    await poller.stop()

    expect(poller.sizes()).toEqual([6, 3])
  })

  it('leaves what the function reports as failed and deletes the rest', async () => {
    const poller = startPoller({}, () => ({
      ok: true,
      payload: { batchItemFailures: [{ itemIdentifier: 'm-1' }] },
    }))

    poller.waiting.push(...messages(3))
    await poller.clock.advance(3_000)
    await poller.stop()

    expect(poller.removed).toEqual(['handle-m-0', 'handle-m-2'])
    expect(poller.signals).toContainEqual(
      expect.objectContaining({ type: 'mapping.batch', messages: 3, failed: ['m-1'] }),
    )
  })

  it('deletes nothing when the function failed', async () => {
    const error = { errorType: 'Error', errorMessage: 'no' }
    const poller = startPoller({}, () => ({ ok: false, timedOut: false, error }))

    poller.waiting.push(...messages(3))
    await poller.clock.advance(3_000)
    await poller.stop()

    expect(poller.removed).toEqual([])
  })

  it('polls again after an error, with growing delays', async () => {
    const poller = startPoller()
    poller.setDown(true)
    await poller.clock.advance(2_000)
    poller.setDown(false)
    poller.waiting.push(...messages(1))

    await poller.clock.advance(5_000)
    await poller.stop()

    expect(poller.signals.filter(({ type }) => type === 'retry.scheduled')).toMatchObject([
      { delayMs: 500, reason: 'down' },
      { delayMs: 1_000 },
    ])
    expect(poller.sizes()).toEqual([1])
  })

  it('keeps an open batch when a poll fails meanwhile, and tells of it', async () => {
    const poller = startPoller({ windowMs: 5_000 })
    poller.waiting.push(aMessage({ messageId: 'early' }))
    await poller.clock.advance(2_000)

    poller.setDown(true)
    await poller.clock.advance(1_000)
    poller.setDown(false)
    const whileOpen = [...poller.signals]
    await poller.clock.advance(4_000)
    await poller.stop()

    expect(whileOpen).toContainEqual(
      expect.objectContaining({ type: 'retry.scheduled', reason: 'down' }),
    )
    expect(poller.sizes()).toEqual([1])
  })

  it('stops the runtime by name at a message that the queue would no longer have', async () => {
    const poller = startPoller({ retentionSeconds: 60 })
    const sentAt = String(poller.clock.now() - 61_000)

    poller.waiting.push(aMessage({ messageId: 'old', attributes: { SentTimestamp: sentAt } }))
    await poller.clock.advance(3_000)
    await poller.stop()

    expect(poller.stops).toMatchObject([{ setting: 'MessageRetentionPeriod' }])
    expect(poller.batches).toEqual([])
  })

  it('ends its polling when it stops the runtime by name', async () => {
    const poller = startPoller({ retentionSeconds: 60 })
    const sentAt = String(poller.clock.now() - 61_000)
    poller.waiting.push(aMessage({ messageId: 'old', attributes: { SentTimestamp: sentAt } }))
    await poller.clock.advance(3_000)

    poller.waiting.push(aMessage({ messageId: 'new', attributes: {} }))
    await poller.clock.advance(10_000)

    expect(poller.stops).toHaveLength(1)
    expect(poller.batches).toEqual([])
    await poller.stop()
  })
})
