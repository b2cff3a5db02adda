import { readPolicy } from '../../policies/policy-document.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import { ACCOUNT_ID } from '../../template/stack-names.ts'
import type { ResourceModel } from '../resource-model.ts'

/** The account decides. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const DEFAULT_POLICY = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT_ID },
    Action: 'kms:*',
    Resource: '*',
  },
}

/** A key. Nothing is encrypted with it: its policy says who may use what is named as encrypted. */
export const kmsKey: ResourceModel = {
  type: 'AWS::KMS::Key',

  support: objectOf({
    KeyPolicy: modelled(),
    Enabled: modelled(true, 'true'),
    KeySpec: modelled('SYMMETRIC_DEFAULT'),
    KeyUsage: modelled('ENCRYPT_DECRYPT'),
    Description: noLocalMeaning(because.description),
    EnableKeyRotation: noLocalMeaning(because.encryption),
    PendingWindowInDays: noLocalMeaning('The runtime deletes no key.'),
    RotationPeriodInDays: noLocalMeaning(because.encryption),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, { names, policies }) {
    const id = names.physicalName(logicalId)
    const arn = names.arn('kms', `key/${id}`)
    policies.keys.add({ id, arn })
    const document = properties.KeyPolicy ?? DEFAULT_POLICY
    policies.addToResource(arn, readPolicy(document, { logicalId, kind: 'resource' }))
    return { ref: id, attributes: { Arn: arn, KeyId: id } }
  },
}
