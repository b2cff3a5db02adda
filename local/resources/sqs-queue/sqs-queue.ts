import { CreateQueueCommand, type QueueAttributeName } from '@aws-sdk/client-sqs'
import { isRecord } from '../../../shared/json/is-record.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import { ACCOUNT_ID } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel } from '../resource-model.ts'
import { RETENTION_SECONDS_DEFAULT } from './limits.ts'
import { readRedriveAllowPolicy, requireRedrive } from './redrive.ts'
import { createExpiredCounter, watchExpiry } from './watch-expiry.ts'

/** Attributes that the engine holds to, and whose ranges it checks. */
const ATTRIBUTES: readonly QueueAttributeName[] = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
]

/** A standard queue on the SQS engine. */
export const sqsQueue: ResourceModel = {
  type: 'AWS::SQS::Queue',

  support: objectOf({
    QueueName: modelled(),
    DelaySeconds: modelled(),
    MaximumMessageSize: modelled(),
    MessageRetentionPeriod: modelled(),
    ReceiveMessageWaitTimeSeconds: modelled(),
    VisibilityTimeout: modelled(),
    RedrivePolicy: objectOf(
      { deadLetterTargetArn: modelled(), maxReceiveCount: modelled() },
      { required: ['deadLetterTargetArn', 'maxReceiveCount'] },
    ),
    RedriveAllowPolicy: objectOf({
      redrivePermission: modelled('allowAll', 'denyAll', 'byQueue'),
      sourceQueueArns: modelled(),
    }),
    KmsMasterKeyId: noLocalMeaning(because.encryption),
    KmsDataKeyReusePeriodSeconds: noLocalMeaning(because.encryption),
    SqsManagedSseEnabled: noLocalMeaning(because.encryption),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, stack) {
    const { names, clients, queues } = stack
    const name = String(properties.QueueName ?? names.physicalName(logicalId))
    if (name.endsWith('.fifo')) throw new Error(`${name} is a FIFO queue; those are not modelled`)
    const arn = names.arn('sqs', name)
    requireRedrive(properties.RedrivePolicy, arn, stack)
    await clients.sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: toAttributes(properties) }),
    )

    // The engine's own URL has a host name that does not resolve.
    const url = `${clients.sqsEndpoint}/${ACCOUNT_ID}/${name}`
    const retentionSeconds = Number(properties.MessageRetentionPeriod ?? RETENTION_SECONDS_DEFAULT)
    const redrive = readRedriveAllowPolicy(properties.RedriveAllowPolicy)
    queues.set(arn, { arn, name, url, retentionSeconds, ...redrive })

    const stopping = new AbortController()
    const countExpired = createExpiredCounter(clients.sqs, url)
    const watching = watchExpiry({ queue: name, countExpired, stack, signal: stopping.signal })
    const stop = async () => {
      stopping.abort()
      await watching
    }
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url }, stop }
  },
}

function toAttributes(properties: TemplateObject): Partial<Record<QueueAttributeName, string>> {
  const given = ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined)
  return Object.fromEntries(
    given.map((attribute) => {
      const value = properties[attribute]
      return [attribute, isRecord(value) ? JSON.stringify(value) : String(value)]
    }),
  )
}
