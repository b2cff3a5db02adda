import type { S3Client } from '@aws-sdk/client-s3'
import type { ClaimReader, ClaimWriter } from '../claim-check/claim-store.ts'
import { awsClientOptions } from './aws-client-options.ts'
import { classifyAwsFailure } from './aws-failure.ts'

export interface S3ClaimsOptions {
  /** Default: one is made. */
  readonly client?: S3Client
  /** Of one attempt, for a client that is made. */
  readonly requestTimeoutMs?: number
}

/**
 * Images in an S3 bucket. The client is loaded with the first of them: most batches have none, and
 * the start of a function should not pay for it.
 */
export function createS3Claims(
  bucket: string,
  options: S3ClaimsOptions = {},
): ClaimWriter & ClaimReader {
  let loading: ReturnType<typeof load> | undefined
  const loaded = () => {
    loading ??= load(options)
    return loading
  }
  return {
    put: async ({ key, body }) => {
      const { s3, PutObjectCommand } = await loaded()
      const object = { Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }
      await s3.send(new PutObjectCommand(object))
    },
    get: async (key) => {
      try {
        const { s3, GetObjectCommand } = await loaded()
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return { body: (await Body?.transformToString()) ?? '' }
      } catch (error) {
        return { outcome: isLost(error) ? LOST : classifyAwsFailure('claim_check', error) }
      }
    },
  }
}

const LOST = {
  kind: 'poison',
  code: 'claim_check.lost',
  message: 'The object with the images is not there any more.',
} as const

/** Only a role that may list the bucket is told so. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function isLost(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchKey'
}

async function load({ client, requestTimeoutMs }: S3ClaimsOptions) {
  const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const s3 = client ?? new S3Client(awsClientOptions(requestTimeoutMs))
  return { s3, GetObjectCommand, PutObjectCommand }
}
