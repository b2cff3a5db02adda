import type { IncomingHttpHeaders } from 'node:http'
import { PARTITION } from '../template/stack-names.ts'
import { CallNotPlaced, type GatewayCall } from './gateway-call.ts'

export interface S3Request {
  readonly method: string
  /** As sent: percent-encoded, the bucket first. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** By method and the parameter, if any, that makes it another operation. */
const ON_BUCKET: Readonly<Record<string, string>> = {
  DELETE: 's3:DeleteBucket',
  GET: 's3:ListBucket',
  'GET location': 's3:GetBucketLocation',
  'GET uploads': 's3:ListBucketMultipartUploads',
  'GET versions': 's3:ListBucketVersions',
  HEAD: 's3:ListBucket',
  PUT: 's3:CreateBucket',
}
const ON_OBJECT: Readonly<Record<string, string>> = {
  DELETE: 's3:DeleteObject',
  'DELETE uploadId': 's3:AbortMultipartUpload',
  'DELETE versionId': 's3:DeleteObjectVersion',
  GET: 's3:GetObject',
  'GET tagging': 's3:GetObjectTagging',
  'GET uploadId': 's3:ListMultipartUploadParts',
  'GET versionId': 's3:GetObjectVersion',
  HEAD: 's3:GetObject',
  'HEAD versionId': 's3:GetObjectVersion',
  'POST uploadId': 's3:PutObject',
  'POST uploads': 's3:PutObject',
  PUT: 's3:PutObject',
  'PUT tagging': 's3:PutObjectTagging',
  'PUT uploadId': 's3:PutObject',
}

/** Parameters that only narrow or page what is asked for, or sign it. */
const NARROWING = new Set([
  'continuation-token',
  'delimiter',
  'encoding-type',
  'fetch-owner',
  'key-marker',
  'list-type',
  'marker',
  'max-keys',
  'max-parts',
  'max-uploads',
  'part-number-marker',
  'partNumber',
  'prefix',
  'start-after',
  'upload-id-marker',
  'version-id-marker',
  'x-id',
])
const NARROWING_PREFIX = /^(response-|x-amz-)/i

/**
 * What a request does whose path begins with the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * @throws CallNotPlaced
 */
export function placeS3Call({ method, path, query, headers }: S3Request): readonly GatewayCall[] {
  const [bucket = '', ...keyParts] = path.slice(1).split('/')
  const key = keyParts.join('/')
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }]

  const others = [...query.keys()].filter(
    (name) => !NARROWING.has(name) && !NARROWING_PREFIX.test(name),
  )
  const operation = [method, ...others].join(' ')
  const known = key === '' ? ON_BUCKET : ON_OBJECT
  const action = Object.hasOwn(known, operation) ? known[operation] : undefined
  if (action === undefined) {
    const what = key === '' ? 'a bucket' : 'an object'
    throw new CallNotPlaced(`The local runtime does not know what "${operation}" asks of ${what}`)
  }
  const resource = toArn(bucket, key)
  return [{ action, resource }, ...alsoReads(action, resource, headers)]
}

/** The bucket, or the object in it, that a path names. */
export function bucketOf(path: string): string {
  return toArn(path.slice(1).split('/', 1)[0] ?? '', '')
}

/** A copy reads its source, and a write on condition of what is there reads that. */
function alsoReads(action: string, resource: string, headers: IncomingHttpHeaders): GatewayCall[] {
  if (action !== 's3:PutObject') return []
  const reads: GatewayCall[] = []
  const source = headers['x-amz-copy-source']
  if (typeof source === 'string') {
    const [bucket = '', ...key] = source.replace(/^\//, '').replace(/\?.*$/, '').split('/')
    reads.push({ action: 's3:GetObject', resource: toArn(bucket, key.join('/')) })
  }
  if (headers['if-match'] !== undefined) reads.push({ action: 's3:GetObject', resource })
  return reads
}

function toArn(bucket: string, key: string): string {
  const path = key === '' ? bucket : `${bucket}/${key}`
  return `arn:${PARTITION}:s3:::${decodeURIComponent(path)}`
}
