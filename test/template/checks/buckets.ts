import { at, list, resourcesOf, type Template, target } from '../template.ts'
import { statementsIn } from './policies.ts'

/** Holds nothing but copies of the bundles; osls makes it, with a policy of its own. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket'

const PUBLIC_ACCESS = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
]

/** A bucket that others could read, that could be read without TLS, or whose objects lie unencrypted. */
export function findOpenBuckets(template: Template): string[] {
  const buckets = resourcesOf(template, 'AWS::S3::Bucket').filter(
    ([id]) => id !== DEPLOYMENT_BUCKET,
  )
  return buckets.flatMap(([id, { Properties }]) => {
    const encryption = list(at(Properties, 'BucketEncryption.ServerSideEncryptionConfiguration'))[0]
    const key = target(at(encryption, 'ServerSideEncryptionByDefault.KMSMasterKeyID'))
    const isClosed = PUBLIC_ACCESS.every(
      (name) => at(Properties, `PublicAccessBlockConfiguration.${name}`) === true,
    )
    return [
      ...(isClosed ? [] : [`${id} does not block public access`]),
      ...(key === undefined ? [`${id} has no key`] : []),
      ...(deniesWithoutTls(template, id) ? [] : [`${id} can be used without TLS`]),
    ]
  })
}

function deniesWithoutTls(template: Template, bucket: string): boolean {
  const policies = resourcesOf(template, 'AWS::S3::BucketPolicy')
    .filter(([, { Properties }]) => target(Properties?.Bucket) === bucket)
    .map(([id]) => id)
  return statementsIn(template)
    .filter(({ owner, effect }) => policies.includes(owner) && effect === 'Deny')
    .filter(({ principal, actions }) => principal === '*' && actions.includes('s3:*'))
    .filter(({ resources }) => resources.length === 2)
    .some(({ condition }) => at(condition, 'Bool.aws:SecureTransport') === 'false')
}
