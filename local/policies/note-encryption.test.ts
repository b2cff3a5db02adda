import { beforeEach, describe, expect, it } from 'vitest'
import { createKeyRegister, type KeyRegister } from './key-register.ts'
import { noteEncryption } from './note-encryption.ts'
import { policyRules } from './rules.ts'

const KEY = 'arn:aws:kms:eu-west-1:000000000000:key/k1'
const ARN = 'arn:aws:any:::thing'

let keys: KeyRegister

beforeEach(() => {
  keys = createKeyRegister()
  keys.add({ id: 'k1', arn: KEY })
})

function note(type: string, properties: Readonly<Record<string, unknown>>) {
  noteEncryption({ type, properties, ref: 'thing', attributes: { Arn: ARN } }, keys)
  return keys.ofResource(ARN)
}

const bucketWith = (byDefault: Readonly<Record<string, unknown>>) => ({
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }],
  },
})

const ofStack = { kind: 'of-stack', arn: KEY }

describe('noteEncryption', () => {
  it.each([
    ['AWS::SQS::Queue', { KmsMasterKeyId: KEY }, ofStack],
    ['AWS::SQS::Queue', { KmsMasterKeyId: 'k1' }, ofStack],
    [
      'AWS::SQS::Queue',
      { KmsMasterKeyId: 'alias/aws/sqs' },
      { kind: 'aws-managed', alias: 'alias/aws/sqs' },
    ],
    ['AWS::SQS::Queue', {}, undefined],
    ['AWS::SecretsManager::Secret', { KmsKeyId: KEY }, ofStack],
    [
      'AWS::DynamoDB::Table',
      { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: KEY } },
      ofStack,
    ],
    [
      'AWS::DynamoDB::Table',
      { SSESpecification: { SSEEnabled: true } },
      { kind: 'aws-managed', alias: 'alias/aws/dynamodb' },
    ],
    ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: false } }, undefined],
    ['AWS::S3::Bucket', bucketWith({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }), ofStack],
    [
      'AWS::S3::Bucket',
      bucketWith({ SSEAlgorithm: 'aws:kms' }),
      { kind: 'aws-managed', alias: 'alias/aws/s3' },
    ],
    ['AWS::S3::Bucket', bucketWith({ SSEAlgorithm: 'AES256' }), undefined],
    ['AWS::Events::EventBus', { KmsKeyIdentifier: KEY }, undefined],
  ])('finds the key of %s with %j', (type, properties, key) => {
    expect(note(type, properties)).toEqual(key)
  })

  it(policyRules.keysOfTheStack.text, () => {
    expect(() => note('AWS::SQS::Queue', { KmsMasterKeyId: 'alias/theirs' })).toThrow(
      'the key alias/theirs is neither in this stack nor managed by AWS',
    )
  })
})
