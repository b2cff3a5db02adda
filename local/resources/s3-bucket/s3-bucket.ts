import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import { PARTITION } from '../../template/stack-names.ts'
import type { ResourceModel } from '../resource-model.ts'

const OWNED_ALREADY = new Set(['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'])

/** A bucket on the S3 engine. */
export const s3Bucket: ResourceModel = {
  type: 'AWS::S3::Bucket',

  support: objectOf({
    BucketName: modelled(),
    BucketEncryption: noLocalMeaning(because.encryption),
    LifecycleConfiguration: noLocalMeaning('Nothing removes an object here but who put it.'),
    OwnershipControls: noLocalMeaning(because.iam),
    PublicAccessBlockConfiguration: noLocalMeaning(because.iam),
    Tags: noLocalMeaning(because.tags),
    VersioningConfiguration: noLocalMeaning('Nothing in a stack reads an old version.'),
  }),

  async create({ logicalId, properties }, { names, clients }) {
    const name = String(properties.BucketName ?? names.physicalName(logicalId).toLowerCase())
    await clients.s3.send(new CreateBucketCommand({ Bucket: name })).catch((error: unknown) => {
      if (!(error instanceof Error && OWNED_ALREADY.has(error.name))) throw error
    })
    return { ref: name, attributes: { Arn: `arn:${PARTITION}:s3:::${name}` } }
  },
}
