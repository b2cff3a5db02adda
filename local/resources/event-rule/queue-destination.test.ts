import type {
  BatchResultErrorEntry,
  SendMessageBatchCommandInput,
  SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { Authorize } from '../../policies/authorize.ts'
import { classifyDeliveryError } from './classify-delivery-error.ts'
import { SEND_BYTES_MAX, SEND_MESSAGES_MAX, SEND_MS_MAX, SENDS_PARALLEL_MAX } from './limits.ts'
import { createQueueDestination } from './queue-destination.ts'
import { eventRuleRules } from './rules.ts'
import type { MessageSender } from './send-messages.ts'

const queue = { arn: 'arn:queue', name: 'queue', url: 'http://queue', retentionSeconds: 60 }

function aDestination(send: MessageSender['send'], authorize: Authorize = () => undefined) {
  const clock = createFakeClock()
  return { clock, destination: createQueueDestination({ queue, sqs: { send }, clock, authorize }) }
}

describe('createQueueDestination', () => {
  it(eventRuleRules.body.text, async () => {
    const sent: unknown[] = []
    const { destination } = aDestination(async ({ input }) => void sent.push(input))

    await destination.send({ body: '{"a":1.0}', attributes: { ERROR_CODE: 'TIMEOUT' } })

    expect(sent[0]).toEqual({
      QueueUrl: 'http://queue',
      MessageBody: '{"a":1.0}',
      MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'TIMEOUT' } },
    })
  })

  it(eventRuleRules.sendTimeout.text, async () => {
    const signals: AbortSignal[] = []
    const { clock, destination } = aDestination(
      (_, { abortSignal }) => new Promise(() => void signals.push(abortSignal)),
    )

    const failed = expect(destination.send({ body: '{}' })).rejects.toThrow('within 10 seconds')
    await clock.advance(SEND_MS_MAX)

    await failed
    expect(signals[0]?.aborted).toBe(true)
  })

  it('asks for the permission before each send, and sends nothing without it', async () => {
    const asked: string[] = []
    let sends = 0
    const { destination } = aDestination(
      async () => void sends++,
      (action, resource) => {
        asked.push(`${action} ${resource}`)
        if (asked.length > 1) throw new Error('no more')
      },
    )

    await destination.send({ body: '{}' })
    await expect(destination.send({ body: '{}' })).rejects.toThrow('no more')

    expect(asked).toEqual(Array(2).fill('sqs:SendMessage arn:queue'))
    expect(sends).toBe(1)
  })

  it('makes a bounded number of calls at a time', async () => {
    let underWay = 0
    const { clock, destination } = aDestination(() => new Promise(() => void underWay++))
    const messages = SENDS_PARALLEL_MAX * SEND_MESSAGES_MAX + 1

    const sending = Array.from({ length: messages }, () => endOf(destination.send({ body: '{}' })))
    await clock.settle()
    const first = underWay
    await clock.advance(2 * SEND_MS_MAX)

    expect(first).toBe(SENDS_PARALLEL_MAX)
    expect(underWay).toBe(SENDS_PARALLEL_MAX + 1)
    expect(new Set(await Promise.all(sending))).toEqual(new Set(['TimeoutError']))
  })
})

describe('messages of one turn', () => {
  it('go by one call, up to ten', async () => {
    const { destination, calls } = aBatchingDestination()

    await Promise.all(bodies(12).map((body) => destination.send({ body })))

    expect(calls).toEqual([bodies(10), bodies(12).slice(10)])
  })

  it('go by as many calls as their bytes need', async () => {
    const { destination, calls } = aBatchingDestination()
    const half = 'x'.repeat(SEND_BYTES_MAX / 2)

    await Promise.all([half, half, 'one more'].map((body) => destination.send({ body })))

    expect(calls).toEqual([[half, half], ['one more']])
  })

  it('are each taken or refused by themselves', async () => {
    const { destination } = aBatchingDestination([
      { Id: '1', SenderFault: true, Code: 'InvalidMessageContents', Message: 'bad characters' },
      { Id: '2', SenderFault: false, Code: 'InternalError', Message: 'try again' },
    ])

    const ends = await Promise.all(
      bodies(3).map((body) => destination.send({ body }).catch(classifyDeliveryError)),
    )

    expect(ends).toEqual([
      undefined,
      { code: 'INVALID_PARAMETER', message: 'bad characters', isRetried: false },
      { code: 'ERROR_FROM_TARGET', message: 'try again', isRetried: true },
    ])
  })

  it('fail together with their call', async () => {
    const { destination } = aDestination(async () => {
      throw new Error('the queue is away')
    })

    const ends = await Promise.all(bodies(2).map((body) => endOf(destination.send({ body }))))

    expect(ends).toEqual(['Error', 'Error'])
  })
})

function bodies(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `message ${number}`)
}

/** The bodies of each batch that is sent. */
function aBatchingDestination(failed: readonly BatchResultErrorEntry[] = []) {
  const calls: (string | undefined)[][] = []
  const { destination } = aDestination(async ({ input }) => {
    const { Entries = [input] } = input as Partial<SendMessageBatchCommandInput>
    calls.push((Entries as SendMessageBatchRequestEntry[]).map(({ MessageBody }) => MessageBody))
    return { Failed: failed }
  })
  return { destination, calls }
}

/** `sent`, or the error's name. */
function endOf(sending: Promise<void>): Promise<string> {
  return sending.then(
    () => 'sent',
    (error: Error) => error.name,
  )
}
