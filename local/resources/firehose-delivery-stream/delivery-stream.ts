import { PutObjectCommand } from '@aws-sdk/client-s3'
import { isRecord } from '../../../shared/json/is-record.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'
import type { DeliveryOptions } from './delivery/deliver-buffer.ts'
import { deliveryStreamSupport } from './delivery-stream-support.ts'
import { createLocalDeliveryStream } from './local-delivery-stream.ts'
import { openPartitionQuery } from './partitioning/partition-query.ts'
import { readStreamSettings } from './stream-settings.ts'

const SERVICE = 'firehose.amazonaws.com'

/** A delivery stream of Firehose into a bucket. What it holds to stands in rules.ts. */
export const deliveryStream: ResourceModel = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  support: deliveryStreamSupport,

  async create({ logicalId, properties }, stack) {
    const name = String(properties.DeliveryStreamName ?? stack.names.physicalName(logicalId))
    const arn = stack.names.arn('firehose', `deliverystream/${name}`)
    const destination = properties.ExtendedS3DestinationConfiguration as TemplateObject
    const settings = readStreamSettings(destination)
    const write = connectBucket(destination, stack)
    const query =
      settings.query === undefined ? undefined : await openPartitionQuery(settings.query)
    const created = createLocalDeliveryStream({
      ...stack,
      name,
      logicalId,
      arn,
      settings,
      writeObject: (key, body) => stack.chaos.through('lake', () => write(key, body)),
      journal: stack.kept?.journal(logicalId),
      ...(query && { query }),
    })
    stack.deliveryStreams.set(arn, created)
    return { ref: name, attributes: { Arn: arn }, resume: created.resume, stop: created.stop }
  },
}

/** @throws Error for a role that Firehose may not assume, and a role or key that is not in the stack. */
function connectBucket(
  destination: TemplateObject,
  { access, clients, policies }: Stack,
): DeliveryOptions['writeObject'] {
  const bucketArn = String(destination.BucketARN)
  const authorize = access.ofRole(destination.RoleARN)
  const role = policies.findRole(destination.RoleARN)
  if (!role?.trusts?.includes(SERVICE)) {
    throw new Error(`its role ${role?.logicalId} does not let ${SERVICE} assume it`)
  }
  const keyArn = ownKey(destination.EncryptionConfiguration)
  const key = keyArn === undefined ? undefined : policies.keys.find(keyArn)
  return async (name, body) => {
    authorize('s3:PutObject', `${bucketArn}/${name}`)
    if (key?.kind === 'of-stack') authorize('kms:GenerateDataKey', key.arn)
    const Bucket = bucketArn.slice(bucketArn.lastIndexOf(':') + 1)
    await clients.s3.send(
      new PutObjectCommand({
        Bucket,
        Key: name,
        Body: body,
        ContentType: 'application/octet-stream',
      }),
    )
  }
}

function ownKey(encryption: unknown): string | undefined {
  const config = isRecord(encryption) ? encryption.KMSEncryptionConfig : undefined
  return isRecord(config) ? String(config.AWSKMSKeyARN) : undefined
}
