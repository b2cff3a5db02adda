import {
  CreateQueueCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs'
import { isRecord } from '../../../shared/json/is-record.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import { ACCOUNT_ID } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'
import { ATTRIBUTE_DEFAULTS, RETENTION_SECONDS_DEFAULT } from './limits.ts'
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
    // The engine's own URL has a host name that does not resolve.
    const url = `${clients.sqsEndpoint}/${ACCOUNT_ID}/${name}`
    await createOrAdopt({ name, url, attributes: toAttributes(properties) }, stack)

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

type Attributes = Partial<Record<QueueAttributeName, string>>

/** A queue that was kept gets the template's attributes, and keeps its messages. */
async function createOrAdopt(
  queue: { readonly name: string; readonly url: string; readonly attributes: Attributes },
  { clients: { sqs }, kept }: Pick<Stack, 'clients' | 'kept'>,
): Promise<void> {
  const { name: QueueName, url: QueueUrl, attributes } = queue
  if (kept === undefined) {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }))
    return
  }
  // Without attributes: one that exists with others would be refused.
  await sqs.send(new CreateQueueCommand({ QueueName }))
  const Attributes = { ...ATTRIBUTE_DEFAULTS, ...attributes }
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))
}

function toAttributes(properties: TemplateObject): Attributes {
  const given = ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined)
  return Object.fromEntries(
    given.map((attribute) => {
      const value = properties[attribute]
      return [attribute, isRecord(value) ? JSON.stringify(value) : String(value)]
    }),
  )
}
