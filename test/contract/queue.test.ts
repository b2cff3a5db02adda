/**
 * How a queue behaves, on the engine. `SQS_ORACLE_URL` names another implementation, on which the
 * same has to hold (it does on ElasticMQ 1.7.1). Where implementations differ, as in the names of
 * errors, and for what the engine does otherwise than AWS, the engine alone is asked.
 */
import {
  DeleteMessageCommand,
  DeleteQueueCommand,
  ListDeadLetterSourceQueuesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { describe, expect, inject, it } from 'vitest'
import { queueRules } from '../../local/resources/sqs-queue/rules.ts'
import { makeContractQueue } from '../builders/contract-queue.ts'

const MIB = 1024 * 1024
const engine = { name: 'the engine', endpoint: inject('engines').sqs }
const oracle = process.env.SQS_ORACLE_URL
const implementations = [engine, ...(oracle ? [{ name: 'the oracle', endpoint: oracle }] : [])]

function connect(endpoint: string): SQSClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const common = { region: 'eu-west-1', credentials, maxAttempts: 1 }
  return new SQSClient({ ...common, endpoint, useQueueUrlAsEndpoint: false })
}

/** A queue and its DLQ. */
async function makeWithDlq(sqs: SQSClient, maxReceiveCount: number) {
  const deadLetters = await makeContractQueue(sqs)
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount })
  const source = await makeContractQueue(sqs, { RedrivePolicy })
  return { source, deadLetters }
}

describe.each(implementations)('a queue of $name', ({ endpoint }) => {
  const sqs = connect(endpoint)

  it(queueRules.visibility.text, async () => {
    const queue = await makeContractQueue(sqs, { VisibilityTimeout: '1' })
    await queue.send('a')

    const first = await queue.receiveOne()
    const meanwhile = await queue.receive()
    const second = await queue.receiveOne({ WaitTimeSeconds: 5 })

    expect(meanwhile).toEqual([])
    expect(second.MessageId).toBe(first.MessageId)
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle)
  })

  it(queueRules.visibilityChanged.text, async () => {
    const queue = await makeContractQueue(sqs, { VisibilityTimeout: '1' })
    await queue.send('a')

    await queue.hide(await queue.receiveOne(), 60)
    const hidden = await queue.receive({ WaitTimeSeconds: 2 })
    const other = await makeContractQueue(sqs, { VisibilityTimeout: '60' })
    await other.send('b')
    await other.hide(await other.receiveOne(), 1)

    expect(hidden).toEqual([])
    expect(await other.receiveOne({ WaitTimeSeconds: 5 })).toMatchObject({ Body: 'b' })
  })

  it(queueRules.receiveCount.text, async () => {
    const queue = await makeContractQueue(sqs)
    await queue.send('a')

    const first = await queue.receiveOne({ VisibilityTimeout: 0 })
    const second = await queue.receiveOne({ VisibilityTimeout: 0 })

    expect(first.Attributes?.ApproximateReceiveCount).toBe('1')
    expect(second.Attributes).toMatchObject({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: first.Attributes?.ApproximateFirstReceiveTimestamp,
      SentTimestamp: first.Attributes?.SentTimestamp,
    })
  })

  it(queueRules.deleted.text, async () => {
    const queue = await makeContractQueue(sqs)
    await queue.send('a')

    await queue.remove(await queue.receiveOne({ VisibilityTimeout: 1 }))

    expect(await queue.receive({ WaitTimeSeconds: 2 })).toEqual([])
  })

  it(queueRules.redrive.text, async () => {
    const { source, deadLetters } = await makeWithDlq(sqs, 2)
    await source.send('a')

    const received = [
      await source.receive({ VisibilityTimeout: 0 }),
      await source.receive({ VisibilityTimeout: 0 }),
      await source.receive({ VisibilityTimeout: 0 }),
    ]

    expect(received.map((messages) => messages.length)).toEqual([1, 1, 0])
    expect(await deadLetters.receiveOne()).toMatchObject({ Body: 'a' })
  })

  it(queueRules.redriveWhole.text, async () => {
    const { source, deadLetters } = await makeWithDlq(sqs, 1)
    const code = { DataType: 'String', StringValue: 'image.missing' }
    const id = await source.send('a', { MessageAttributes: { code } })

    const before = await source.receiveOne({ VisibilityTimeout: 0 })
    await source.receive()
    const after = await deadLetters.receiveOne()

    expect(after).toMatchObject({ MessageId: id, Body: 'a', MessageAttributes: { code } })
    expect(after.Attributes?.SentTimestamp).toBe(before.Attributes?.SentTimestamp)
  })

  it(queueRules.delay.text, async () => {
    const byQueue = await makeContractQueue(sqs, { DelaySeconds: '1' })
    const byMessage = await makeContractQueue(sqs)
    await Promise.all([byQueue.send('a'), byMessage.send('a', { DelaySeconds: 1 })])

    const atOnce = [await byQueue.receive(), await byMessage.receive()]
    const later = [
      await byQueue.receiveOne({ WaitTimeSeconds: 5 }),
      await byMessage.receiveOne({ WaitTimeSeconds: 5 }),
    ]

    expect(atOnce).toEqual([[], []])
    expect(later).toMatchObject([{ Body: 'a' }, { Body: 'a' }])
  })

  it(queueRules.longPoll.text, async () => {
    const queue = await makeContractQueue(sqs)

    const begun = performance.now()
    const receiving = queue.receive({ WaitTimeSeconds: 20 })
    await queue.send('a')

    expect(await receiving).toHaveLength(1)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(await queue.receive({ WaitTimeSeconds: 1 })).toEqual([])
  })

  it(queueRules.size.text, async () => {
    const queue = await makeContractQueue(sqs)

    await expect(queue.send('x'.repeat(MIB))).resolves.toBeDefined()
    await expect(queue.send('x'.repeat(MIB + 1))).rejects.toThrow()
  })

  it(queueRules.batchSize.text, async () => {
    const queue = await makeContractQueue(sqs)
    const sendBatch = (count: number, bytes: number) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: queue.url,
          Entries: Array.from({ length: count }, (_, index) => ({
            Id: String(index),
            MessageBody: 'x'.repeat(bytes),
          })),
        }),
      )

    await expect(sendBatch(10, 10)).resolves.toBeDefined()
    await expect(sendBatch(11, 10)).rejects.toThrow()
    await expect(sendBatch(2, MIB / 2 + 1)).rejects.toThrow()
  })

  it(queueRules.characters.text, async () => {
    const queue = await makeContractQueue(sqs)

    await expect(queue.send('tab\t, line\n, ä, €, \u{1F600}')).resolves.toBeDefined()
    await expect(queue.send('a\u0000')).rejects.toThrow()
    await expect(queue.send('a\uffff')).rejects.toThrow()
  })

  it(queueRules.counts.text, async () => {
    const queue = await makeContractQueue(sqs)
    await Promise.all(['a', 'b', 'c'].map((body) => queue.send(body)))
    await queue.send('d', { DelaySeconds: 900 })

    await queue.receive({ MaxNumberOfMessages: 1 })

    expect(await queue.counts()).toEqual(['2', '1', '1'])
  })

  it(queueRules.missing.text, async () => {
    const queue = await makeContractQueue(sqs)
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }))

    await expect(queue.send('a')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  })

  it(queueRules.onceInOrder.text, async () => {
    const queue = await makeContractQueue(sqs)
    const sent = Array.from({ length: 30 }, (_, index) => String(index))
    for (const body of sent) await queue.send(body)

    const received = [await queue.receive(), await queue.receive(), await queue.receive()]

    expect(received.flat().map(({ Body }) => Body)).toEqual(sent)
  })
})

describe('a queue of the engine alone', () => {
  const sqs = connect(engine.endpoint)

  it(queueRules.sizeOfQueue.text, async () => {
    const small = await makeContractQueue(sqs, { MaximumMessageSize: '1024' })
    const largest = await makeContractQueue(sqs)
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } }

    await expect(small.send('x'.repeat(1024))).resolves.toBeDefined()
    await expect(small.send('x'.repeat(1025))).rejects.toThrow()
    await expect(small.send('x'.repeat(1017), { MessageAttributes })).rejects.toThrow()
    await expect(largest.send('x'.repeat(MIB), { MessageAttributes })).rejects.toThrow()
  })

  it(queueRules.redriveCount.text, async () => {
    const { source, deadLetters } = await makeWithDlq(sqs, 1)
    await source.send('a')
    await source.receive({ VisibilityTimeout: 0 })
    await source.receive()

    const { Attributes } = await deadLetters.receiveOne()

    expect(Attributes?.ApproximateReceiveCount).toBe('3')
  })

  it(queueRules.errorNames.text, async () => {
    const queue = await makeContractQueue(sqs, { MaximumMessageSize: '1024' })
    const nameOf = (sending: Promise<unknown>) =>
      sending.then(
        () => 'taken',
        (error: Error) => error.name,
      )

    const tooLarge = await nameOf(queue.send('x'.repeat(1025)))
    const notAllowed = await nameOf(queue.send('\u0000'))

    expect(tooLarge).toMatch(/^(AWS\.SimpleQueueService\.)?InvalidParameterValue$/)
    expect(notAllowed).toMatch(/^(AWS\.SimpleQueueService\.)?InvalidMessageContents$/)
  })

  it(queueRules.oldHandle.text, async () => {
    const queue = await makeContractQueue(sqs)
    await queue.send('a')
    const first = await queue.receiveOne({ VisibilityTimeout: 0 })
    await queue.receiveOne({ VisibilityTimeout: 60 })

    await expect(queue.remove(first)).resolves.toBeDefined()
  })

  it(queueRules.bogusHandle.text, async () => {
    const queue = await makeContractQueue(sqs)
    await queue.send('a')
    const command = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: 'bogus' })

    await expect(sqs.send(command)).resolves.toBeDefined()
    expect(await queue.receive()).toHaveLength(1)
  })

  it(queueRules.redriveSource.text, async () => {
    const { source, deadLetters } = await makeWithDlq(sqs, 1)
    await source.send('a')
    await source.receive({ VisibilityTimeout: 0 })
    await source.receive()

    const { Attributes } = await deadLetters.receiveOne()

    expect(Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
  })

  it(queueRules.traceHeader.text, async () => {
    const queue = await makeContractQueue(sqs)
    const AWSTraceHeader = { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a9' }
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: 'a',
        MessageSystemAttributes: { AWSTraceHeader },
      }),
    )

    const { Attributes } = await queue.receiveOne()

    expect(Attributes).not.toHaveProperty('AWSTraceHeader')
  })

  it(queueRules.absentCalls.text, async () => {
    const { url: QueueUrl, arn: SourceArn } = await makeContractQueue(sqs)

    await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn }))).rejects.toThrow(
      'StartMessageMoveTask',
    )
    await expect(sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))).rejects.toThrow(
      'ListDeadLetterSourceQueues',
    )
  })
})
