import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { connectSqs, makeQueue, receiveAll } from '../../test/builders/test-queue.ts'
import { createSqsSettling } from './sqs-settling.ts'

describe('createSqsSettling', () => {
  const { sqs: endpoint } = inject('engines')
  const sqs = connectSqs(endpoint)

  it('dead-letters to the one queue and puts off in the other', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint)
    onTestFinished(() => void vi.unstubAllEnvs())
    const queueUrl = await makeQueue(sqs, endpoint, 'queue', { VisibilityTimeout: '600' })
    const dlqUrl = await makeQueue(sqs, endpoint, 'dlq', {})
    const { deadLetters, redelivery } = createSqsSettling(queueUrl, dlqUrl)

    const sent = await deadLetters.send([{ body: 'a', code: 'event.not_json', message: 'none' }])
    const [letter] = await receiveAll(sqs, dlqUrl)
    const receiptHandle = letter?.ReceiptHandle ?? ''
    const delayed = await redelivery.delay([{ receiptHandle, delaySeconds: 0 }])

    expect(sent).toEqual({ notTaken: [], reasons: [] })
    expect(letter?.Body).toBe('a')
    // A receipt of the DLQ is none of the queue's: it was asked, and refused it.
    expect(delayed.notDelayed).toBe(1)
  })
})
