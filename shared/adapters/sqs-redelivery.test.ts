import { GetQueueAttributesCommand, type Message, SendMessageCommand } from '@aws-sdk/client-sqs'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { connectSqs, makeQueue, receiveAll } from '../../test/builders/test-queue.ts'
import { createSqsRedelivery } from './sqs-redelivery.ts'

describe('createSqsRedelivery', () => {
  const { sqs: endpoint } = inject('engines')
  const sqs = connectSqs(endpoint)
  let queueUrl: string
  beforeEach(async () => {
    queueUrl = await makeQueue(sqs, endpoint, 'queue', { VisibilityTimeout: '600' })
  })

  const receive = async (count: number): Promise<readonly Message[]> => {
    for (let place = 0; place < count; place += 1) {
      const MessageBody = `body ${place}`
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
    }
    return receiveAll(sqs, queueUrl)
  }
  const putOff = (messages: readonly Message[], delaySeconds: number) =>
    createSqsRedelivery(sqs, queueUrl).delay(
      messages.map(({ ReceiptHandle = '' }) => ({ receiptHandle: ReceiptHandle, delaySeconds })),
    )

  it('makes messages visible when their delay is over, more than one call takes', async () => {
    const messages = await receive(25)

    const result = await putOff(messages, 0)

    expect(result).toEqual({ notDelayed: 0, reasons: [] })
    const again = await receiveAll(sqs, queueUrl)
    expect(again).toHaveLength(25)
    expect(again.every((one) => one.Attributes?.ApproximateReceiveCount === '2')).toBe(true)
  })

  it('keeps messages out of sight until then', async () => {
    const messages = await receive(1)

    await putOff(messages, 900)

    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
    )
    expect(await receiveAll(sqs, queueUrl)).toEqual([])
    expect(Attributes?.ApproximateNumberOfMessagesNotVisible).toBe('1')
  })

  it('counts what could not be put off and does not reject', async () => {
    const result = await createSqsRedelivery(sqs, `${queueUrl}-none`).delay([
      { receiptHandle: 'a', delaySeconds: 5 },
      { receiptHandle: 'b', delaySeconds: 5 },
    ])

    expect(result).toEqual({ notDelayed: 2, reasons: ['QueueDoesNotExist'] })
  })

  it('asks nothing for no message', async () => {
    expect(await putOff([], 5)).toEqual({ notDelayed: 0, reasons: [] })
  })
})
