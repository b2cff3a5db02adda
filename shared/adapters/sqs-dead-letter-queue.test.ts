import { beforeEach, describe, expect, inject, it } from 'vitest'
import { connectSqs, makeQueue, receiveAll } from '../../test/builders/test-queue.ts'
import type { DeadLetter } from '../batch/dead-letter-queue.ts'
import { createSqsDeadLetterQueue } from './sqs-dead-letter-queue.ts'

const aLetter = (body: string, message = 'field [total] of type [double]'): DeadLetter => ({
  body,
  code: 'document.mapping_refused',
  message,
})

const ALL_TAKEN = { notTaken: [], reasons: [] }

describe('createSqsDeadLetterQueue', () => {
  const { sqs: endpoint } = inject('engines')
  const sqs = connectSqs(endpoint)
  let queueUrl: string
  beforeEach(async () => {
    queueUrl = await makeQueue(sqs, endpoint, 'dlq', { MaximumMessageSize: '1048576' })
  })

  it('keeps the body as it is and says why in attributes', async () => {
    const body = '{"detail": {"id":"é|\\u0041"},  "n":1e3}'

    const result = await createSqsDeadLetterQueue(sqs, queueUrl).send([aLetter(body)])

    expect(result).toEqual(ALL_TAKEN)
    const [received] = await receiveAll(sqs, queueUrl)
    expect(received?.Body).toBe(body)
    expect(received?.MessageAttributes).toMatchObject({
      code: { StringValue: 'document.mapping_refused' },
      message: { StringValue: 'field [total] of type [double]' },
    })
  })

  it('sends more letters than one call takes', async () => {
    const letters = Array.from({ length: 25 }, (_, place) => aLetter(`body ${place}`))

    const result = await createSqsDeadLetterQueue(sqs, queueUrl).send(letters)

    expect(result).toEqual(ALL_TAKEN)
    const bodies = (await receiveAll(sqs, queueUrl)).map(({ Body }) => Body)
    expect(bodies.toSorted()).toEqual(letters.map(({ body }) => body).toSorted())
  })

  it('sends letters that together are larger than one call takes', async () => {
    const letters = ['a', 'b', 'c'].map((text) => aLetter(text.repeat(600_000)))

    expect(await createSqsDeadLetterQueue(sqs, queueUrl).send(letters)).toEqual(ALL_TAKEN)
    expect(await receiveAll(sqs, queueUrl)).toHaveLength(3)
  })

  it('sends a letter whose reason no attribute would take', async () => {
    const letters = [
      aLetter('a', ''),
      aLetter('b', '\u0000\u0008'),
      aLetter('c', 'x'.repeat(5_000)),
    ]

    expect(await createSqsDeadLetterQueue(sqs, queueUrl).send(letters)).toEqual(ALL_TAKEN)
    expect(await receiveAll(sqs, queueUrl)).toHaveLength(3)
  })

  it('answers the letter that is too large and takes the others', async () => {
    const tooLarge = aLetter('x'.repeat(1_048_577))

    const result = await createSqsDeadLetterQueue(sqs, queueUrl).send([
      aLetter('a'),
      tooLarge,
      aLetter('b'),
    ])

    expect(result.notTaken).toEqual([tooLarge])
    expect(await receiveAll(sqs, queueUrl)).toHaveLength(2)
  })

  it('answers all letters when there is no such queue', async () => {
    const letters = [aLetter('a'), aLetter('b')]

    const result = await createSqsDeadLetterQueue(sqs, `${queueUrl}-none`).send(letters)

    expect(result).toEqual({ notTaken: letters, reasons: ['QueueDoesNotExist'] })
  })

  it('answers all letters when nothing listens', async () => {
    const nowhere = connectSqs('http://127.0.0.1:9')
    const letters = [aLetter('a')]

    const queue = createSqsDeadLetterQueue(nowhere, 'http://127.0.0.1:9/000000000000/dlq')

    expect((await queue.send(letters)).notTaken).toEqual(letters)
  })
})
