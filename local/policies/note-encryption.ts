import { isRecord } from '../../shared/json/is-record.ts'
import type { KeyRegister } from './key-register.ts'

interface EncryptedResource {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, string>>
  readonly ref: string
}

/** Where each type names the key of its data; undefined where it has none of its own. */
const keyOf: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => unknown>> =
  {
    'AWS::DynamoDB::Table': ({ SSESpecification: sse }) => {
      if (!isRecord(sse) || String(sse.SSEEnabled) !== 'true') return undefined
      return sse.KMSMasterKeyId ?? 'alias/aws/dynamodb'
    },
    'AWS::S3::Bucket': ({ BucketEncryption: encryption }) => {
      const rules = isRecord(encryption) ? encryption.ServerSideEncryptionConfiguration : undefined
      const [rule]: readonly unknown[] = Array.isArray(rules) ? rules : []
      const byDefault = isRecord(rule) ? rule.ServerSideEncryptionByDefault : undefined
      if (!isRecord(byDefault) || !String(byDefault.SSEAlgorithm).startsWith('aws:kms')) {
        return undefined
      }
      return byDefault.KMSMasterKeyID ?? 'alias/aws/s3'
    },
    'AWS::SecretsManager::Secret': ({ KmsKeyId }) => KmsKeyId,
    'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  }

/**
 * Notes the key that a new resource's data is encrypted with: using the data means using the key.
 *
 * @throws Error for a key that is neither of the stack nor managed by AWS.
 */
export function noteEncryption(
  { type, properties, attributes, ref }: EncryptedResource,
  keys: KeyRegister,
): void {
  const key = keyOf[type]?.(properties)
  if (key === undefined) return
  keys.encrypt(attributes.Arn ?? ref, keys.find(String(key)))
}
