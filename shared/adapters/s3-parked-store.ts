import type { S3Client } from '@aws-sdk/client-s3'

const CONNECT_TIMEOUT_MS = 2_000
const REQUEST_TIMEOUT_MS = 5_000

/**
 * Parked records in an S3 bucket. The client is loaded with the first record, because a function
 * that meets no poison should not pay for it at its start.
 */
export function createS3ParkedStore(bucket: string, client?: S3Client) {
  let loading: Promise<Commands> | undefined
  return {
    async put(name: string, body: string): Promise<void> {
      loading ??= load(client)
      const { s3, PutObjectCommand } = await loading
      const input = { Bucket: bucket, Key: name, Body: body, ContentType: 'application/json' }
      try {
        await s3.send(new PutObjectCommand({ ...input, IfNoneMatch: '*' }))
      } catch (error) {
        if (!isThereAlready(error)) throw error
      }
    },
  }
}

interface Commands {
  readonly s3: S3Client
  readonly PutObjectCommand: typeof import('@aws-sdk/client-s3').PutObjectCommand
}

async function load(given: S3Client | undefined): Promise<Commands> {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const timeouts = { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }
  return { s3: given ?? new S3Client({ requestHandler: timeouts }), PutObjectCommand }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function isThereAlready(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionFailed'
}
