import { readPolicy } from '../../policies/policy-document.ts'
import { modelled, objectOf } from '../../template/property-support.ts'
import { PARTITION } from '../../template/stack-names.ts'
import type { ResourceModel } from '../resource-model.ts'

/** Who beside the account's own roles may use a bucket, and how nobody may. */
export const bucketPolicy: ResourceModel = {
  type: 'AWS::S3::BucketPolicy',

  support: objectOf(
    { Bucket: modelled(), PolicyDocument: modelled() },
    { required: ['Bucket', 'PolicyDocument'] },
  ),

  async create({ logicalId, properties }, { policies }) {
    const bucket = String(properties.Bucket)
    const policy = readPolicy(properties.PolicyDocument, { logicalId, kind: 'resource' })
    policies.addToResource(`arn:${PARTITION}:s3:::${bucket}`, policy)
    return { ref: bucket, attributes: {} }
  },
}
