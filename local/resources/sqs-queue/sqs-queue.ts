import { CreateQueueCommand, type QueueAttributeName } from '@aws-sdk/client-sqs'
import { isRecord } from '../../../shared/json/is-record.ts'
import {
  actsOnFailure,
  because,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import { ACCOUNT_ID } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel } from '../resource-model.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RETENTION_SECONDS_DEFAULT = 345_600

/** Attributes that the engine holds to. */
const ATTRIBUTES: readonly QueueAttributeName[] = [
  'DelaySeconds',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
]

/** A standard queue. The engine does not expire messages; the mapping that reads it stops instead. */
export const sqsQueue: ResourceModel = {
  type: 'AWS::SQS::Queue',

  support: objectOf({
    QueueName: modelled(),
    DelaySeconds: modelled(),
    MaximumMessageSize: modelled(),
    ReceiveMessageWaitTimeSeconds: modelled(),
    VisibilityTimeout: modelled(),
    RedrivePolicy: objectOf({ deadLetterTargetArn: modelled(), maxReceiveCount: modelled() }),
    MessageRetentionPeriod: actsOnFailure('a message that nothing could take expires'),
    RedriveAllowPolicy: noLocalMeaning(because.iam),
    KmsMasterKeyId: noLocalMeaning(because.encryption),
    KmsDataKeyReusePeriodSeconds: noLocalMeaning(because.encryption),
    SqsManagedSseEnabled: noLocalMeaning(because.encryption),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, { names, clients, queues }) {
    const name = String(properties.QueueName ?? names.physicalName(logicalId))
    await clients.sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: toAttributes(properties) }),
    )

    const arn = names.arn('sqs', name)
    // The engine's own URL has a host name that does not resolve.
    const url = `${clients.sqsEndpoint}/${ACCOUNT_ID}/${name}`
    const retentionSeconds = Number(properties.MessageRetentionPeriod ?? RETENTION_SECONDS_DEFAULT)
    queues.set(arn, { arn, name, url, retentionSeconds })
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } }
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
