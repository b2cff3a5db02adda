import type { SendMessageCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import type { Authorize } from '../../policies/authorize.ts'
import { SEND_MS_MAX, SENDS_PARALLEL_MAX } from './limits.ts'
import { createQueueDestination, type MessageSender } from './queue-destination.ts'
import { eventRuleRules } from './rules.ts'

const queue = { arn: 'arn:queue', name: 'queue', url: 'http://queue', retentionSeconds: 60 }

function aDestination(send: MessageSender['send'], authorize: Authorize = () => undefined) {
  const clock = createFakeClock()
  return { clock, destination: createQueueDestination({ queue, sqs: { send }, clock, authorize }) }
}

describe('createQueueDestination', () => {
  it(eventRuleRules.body.text, async () => {
    const sent: SendMessageCommand[] = []
    const { destination } = aDestination(async (command) => void sent.push(command))

    await destination.send({ body: '{"a":1.0}', attributes: { ERROR_CODE: 'TIMEOUT' } })

    expect(sent[0]?.input).toEqual({
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

  it('sends a bounded number at a time', async () => {
    let underWay = 0
    const { clock, destination } = aDestination(() => new Promise(() => void underWay++))

    const sending = Array.from({ length: SENDS_PARALLEL_MAX + 1 }, () =>
      destination.send({ body: '{}' }).then(
        () => 'sent',
        () => 'late',
      ),
    )
    await clock.settle()
    const first = underWay
    await clock.advance(2 * SEND_MS_MAX)

    expect(first).toBe(SENDS_PARALLEL_MAX)
    expect(await Promise.all(sending)).toEqual(Array(SENDS_PARALLEL_MAX + 1).fill('late'))
  })
})
