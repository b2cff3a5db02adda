import { beforeAll, describe, expect, it } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { queueRules } from '../resources/sqs-queue/rules.ts'
import { importFromFauxqs } from './import-from-fauxqs.ts'
import { EXPIRED_MESSAGES, mendExpiry, type StoredQueue } from './mend-expiry.ts'

/** The engine's own queue, as far as these tests go. */
interface EngineQueue extends StoredQueue {
  persistence?: { deleteMessage(messageId: string): void }
  enqueue(message: object): void
  dequeue(count: number, visibilitySeconds?: number, findQueue?: () => EngineQueue): object[]
  getAttribute(name: string): string | undefined
}
type QueueClass = new (
  name: string,
  url: string,
  arn: string,
  attributes: Record<string, string>,
) => EngineQueue

const RETENTION_MS = 60_000
const clock = createFakeClock()
let SqsQueue: QueueClass

beforeAll(async () => {
  SqsQueue = (await importFromFauxqs('sqs/sqsStore.js')).SqsQueue as QueueClass
  await mendExpiry(clock.now)
})

function aQueue(attributes: Record<string, string> = {}): EngineQueue {
  return new SqsQueue('q', 'http://q', 'arn:q', { MessageRetentionPeriod: '60', ...attributes })
}

function aMessage(messageId: string, message: object = {}) {
  return {
    ...{ messageId, body: messageId, md5OfBody: '', messageAttributes: {} },
    ...{ sentTimestamp: clock.now(), approximateReceiveCount: 0, ...message },
  }
}

describe('mendExpiry', () => {
  it(queueRules.retention.text, async () => {
    const queue = aQueue()
    const deleted: string[] = []
    queue.persistence = { deleteMessage: (id) => deleted.push(id) }
    Object.assign(queue.persistence, { insertMessage() {}, updateMessageInflight() {} })
    queue.enqueue(aMessage('in flight'))
    queue.dequeue(1)
    queue.enqueue(aMessage('visible'))
    queue.enqueue(aMessage('delayed', { delayUntil: Date.now() + 900_000 }))

    await clock.advance(RETENTION_MS)
    const kept = ['', 'NotVisible', 'Delayed'].map((state) =>
      queue.getAttribute(`ApproximateNumberOfMessages${state}`),
    )
    queue.enqueue(aMessage('younger'))
    await clock.advance(1_000)

    expect(kept).toEqual(['1', '1', '1'])
    expect(queue.dequeue(10)).toMatchObject([{ MessageId: 'younger' }])
    expect(queue.getAttribute('ApproximateNumberOfMessagesNotVisible')).toBe('1')
    expect(queue.getAttribute('ApproximateNumberOfMessagesDelayed')).toBe('0')
    expect(deleted.sort()).toEqual(['delayed', 'in flight', 'visible'])
    expect(queue.getAttribute(EXPIRED_MESSAGES)).toBe('3')
  })

  it(queueRules.redriveKeepsTime.text, async () => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: 'arn:dlq', maxReceiveCount: 1 })
    const source = aQueue({ RedrivePolicy, MessageRetentionPeriod: '600' })
    const deadLetters = aQueue()
    source.enqueue(aMessage('late', { approximateReceiveCount: 1 }))

    await clock.advance(RETENTION_MS - 1_000)
    source.dequeue(1, 30, () => deadLetters)
    const atFirst = deadLetters.getAttribute('ApproximateNumberOfMessages')
    await clock.advance(2_000)

    expect(atFirst).toBe('1')
    expect(deadLetters.getAttribute('ApproximateNumberOfMessages')).toBe('0')
  })
})
