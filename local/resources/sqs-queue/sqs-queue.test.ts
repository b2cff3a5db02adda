import { describe, expect, inject, it } from 'vitest'
import { createEngineClients } from '../../engine-clients.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { Stack } from '../resource-model.ts'
import { queueRules } from './rules.ts'
import { sqsQueue } from './sqs-queue.ts'

const DLQ_ARN = 'arn:aws:sqs:eu-west-1:000000000000:dlq'

/** Makes a queue in a stack that has a DLQ, whose RedriveAllowPolicy is given. */
async function create(properties: TemplateObject, allows?: (arn: string) => boolean) {
  const dlq = { arn: DLQ_ARN, name: 'dlq', url: 'http://dlq', retentionSeconds: 60 }
  const sent: unknown[] = []
  const parts = {
    names: nameStack('test'),
    clock: createFakeClock(),
    emit: () => undefined,
    clients: {
      sqs: { send: async (command: { input: unknown }) => sent.push(command.input) },
      sqsEndpoint: 'http://127.0.0.1:1',
    },
    queues: new Map([[DLQ_ARN, { ...dlq, ...(allows && { takesRedriveOf: allows }) }]]),
  }
  const stack = parts as unknown as Stack
  const queue = await sqsQueue.create(
    { logicalId: 'Queue', type: sqsQueue.type, properties: { QueueName: 'q', ...properties } },
    stack,
  )
  await queue.stop?.()
  return { sent, made: stack.queues.get(queue.attributes.Arn ?? '') }
}

function toDlq(maxReceiveCount: number, deadLetterTargetArn = DLQ_ARN): TemplateObject {
  return { RedrivePolicy: { deadLetterTargetArn, maxReceiveCount } }
}

describe('an SQS queue', () => {
  it('gives the engine its settings', async () => {
    const { sent, made } = await create({ MessageRetentionPeriod: 1_209_600, ...toDlq(5) })

    expect(sent).toEqual([
      {
        QueueName: 'q',
        Attributes: {
          MessageRetentionPeriod: '1209600',
          RedrivePolicy: `{"deadLetterTargetArn":"${DLQ_ARN}","maxReceiveCount":5}`,
        },
      },
    ])
    expect(made).toMatchObject({ retentionSeconds: 1_209_600 })
  })

  it(queueRules.redrivePolicy.text, async () => {
    await expect(create(toDlq(1_000))).resolves.toBeDefined()
    await expect(create(toDlq(0))).rejects.toThrow('maxReceiveCount must be')
    await expect(create(toDlq(1_001))).rejects.toThrow('maxReceiveCount must be')
    await expect(create(toDlq(1.5))).rejects.toThrow('maxReceiveCount must be')
    await expect(create(toDlq(1, 'arn:other'))).rejects.toThrow('the DLQ arn:other is not')
  })

  it.each([
    { policy: undefined, takes: true },
    { policy: { redrivePermission: 'allowAll' }, takes: true },
    { policy: { redrivePermission: 'denyAll' }, takes: false },
    { policy: { redrivePermission: 'denyAll', sourceQueueArns: ['arn:source'] }, takes: false },
    { policy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn:source'] }, takes: true },
    { policy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn:other'] }, takes: false },
  ])(`${queueRules.redriveAllowPolicy.text} ($policy)`, async ({ policy, takes }) => {
    const { made } = await create(policy === undefined ? {} : { RedriveAllowPolicy: policy })

    const creating = create(toDlq(5), () => made?.takesRedriveOf?.('arn:source') ?? true)

    await (takes
      ? expect(creating).resolves.toBeDefined()
      : expect(creating).rejects.toThrow('the RedriveAllowPolicy of dlq'))
  })

  it(queueRules.standardOnly.text, async () => {
    await expect(create({ QueueName: 'q.fifo' })).rejects.toThrow('FIFO')
  })

  it.each([
    { VisibilityTimeout: 43_201 },
    { DelaySeconds: 901 },
    { MaximumMessageSize: 1_048_577 },
    { MessageRetentionPeriod: 59 },
    { ReceiveMessageWaitTimeSeconds: 21 },
  ])(`${queueRules.ranges.text} (%j)`, async (properties) => {
    const clients = createEngineClients(inject('engines'))
    const parts = { names: nameStack('test'), clients, queues: new Map() }
    const request = { logicalId: 'Queue', type: sqsQueue.type, properties }

    const creating = sqsQueue.create(request, parts as unknown as Stack)

    await expect(creating).rejects.toThrow(Object.keys(properties)[0])
    clients.destroy()
  })
})
