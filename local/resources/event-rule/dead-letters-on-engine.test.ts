import { DeleteQueueCommand, type Message } from '@aws-sdk/client-sqs'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { type ContractQueue, makeContractQueue } from '../../../test/builders/contract-queue.ts'
import { systemClock } from '../../clock.ts'
import { createEngineClients } from '../../engine-clients.ts'
import { AccessDenied, type Authorize } from '../../policies/authorize.ts'
import { type DeliveryEnd, deliverToTarget } from './deliver-to-target.ts'
import { anEvent, aTarget } from './fake-destination.ts'
import { createQueueDestination } from './queue-destination.ts'

const clients = createEngineClients(inject('engines'))
const { sqs, messages } = clients
afterAll(() => clients.destroy())

const allowed: Authorize = () => undefined

async function deliver(options: {
  readonly queue: ContractQueue
  readonly deadLetters: ContractQueue
  readonly body?: string
  readonly authorize?: Authorize
}): Promise<DeliveryEnd> {
  const destination = ({ arn, url }: ContractQueue, authorize: Authorize) =>
    createQueueDestination({
      queue: { arn, url, name: arn.split(':').at(-1) ?? '', retentionSeconds: 60 },
      messages,
      clock: systemClock,
      authorize,
    })
  return deliverToTarget({
    event: anEvent(),
    body: options.body ?? '{"detail":{}}',
    rule: 'Rule',
    ruleArn: 'arn:rule',
    target: aTarget({
      queue: destination(options.queue, options.authorize ?? allowed),
      deadLetters: destination(options.deadLetters, allowed),
    }),
    stack: { clock: systemClock, random: () => 0, emit: () => undefined },
    signal: new AbortController().signal,
  })
}

function textsOf({ MessageAttributes = {} }: Message): Record<string, string | undefined> {
  const entries = Object.entries(MessageAttributes)
  return Object.fromEntries(entries.map(([name, { StringValue }]) => [name, StringValue]))
}

describe('a rule’s delivery on the engine', () => {
  it('dead-letters the event of a queue that is gone, with all attributes', async () => {
    const [queue, deadLetters] = [await makeContractQueue(sqs), await makeContractQueue(sqs)]
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }))

    const end = await deliver({ queue, deadLetters })
    const message = await deadLetters.receiveOne()

    expect(end).toBe('dead-lettered')
    expect(message.Body).toBe('{"detail":{}}')
    expect(textsOf(message)).toEqual({
      RULE_ARN: 'arn:rule',
      TARGET_ARN: queue.arn,
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: expect.stringContaining('does not exist'),
      RETRY_ATTEMPTS: '0',
    })
  })

  it('dead-letters what is too large for the queue and not for the DLQ', async () => {
    const queue = await makeContractQueue(sqs, { MaximumMessageSize: '1024' })
    const deadLetters = await makeContractQueue(sqs)

    const end = await deliver({ queue, deadLetters, body: 'x'.repeat(1025) })

    expect(end).toBe('dead-lettered')
    expect(textsOf(await deadLetters.receiveOne())).toMatchObject({
      ERROR_CODE: 'INVALID_PARAMETER',
    })
  })

  it('drops what is too large for the DLQ as well', async () => {
    const [queue, deadLetters] = [await makeContractQueue(sqs), await makeContractQueue(sqs)]

    const end = await deliver({ queue, deadLetters, body: 'x'.repeat(1024 * 1024 + 1) })

    expect(end).toBe('dropped')
  })

  it('dead-letters what may not be sent, and sends nothing', async () => {
    const [queue, deadLetters] = [await makeContractQueue(sqs), await makeContractQueue(sqs)]
    const authorize: Authorize = (action, resource) => {
      throw new AccessDenied({ caller: 'events', action, resource, reason: 'no policy' })
    }

    const end = await deliver({ queue, deadLetters, authorize })

    expect(end).toBe('dead-lettered')
    expect(textsOf(await deadLetters.receiveOne())).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' })
    expect(await queue.receive()).toEqual([])
  })
})
