import type { ResourceModel } from '../resource-model.ts'
import { deliveryStreamSupport } from './delivery-stream-support.ts'

/** A delivery stream of Firehose into a bucket. What it holds to stands in rules.ts. */
export const deliveryStream: ResourceModel = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  support: deliveryStreamSupport,

  async create({ logicalId, properties }, { names }) {
    const name = String(properties.DeliveryStreamName ?? names.physicalName(logicalId))
    return { ref: name, attributes: { Arn: names.arn('firehose', `deliverystream/${name}`) } }
  },
}
