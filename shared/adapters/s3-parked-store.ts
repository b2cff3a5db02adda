import type { S3Client } from '@aws-sdk/client-s3'
import { awsClientOptions } from './aws-client-options.ts'

export interface S3ParkedStoreOptions {
  /** Default: one is made. */
  readonly client?: S3Client
  /** Of one attempt, for a client that is made. */
  readonly requestTimeoutMs?: number
}

/**
 * Parked records in an S3 bucket. The client is loaded with the first record, because a function
 * that meets no poison should not pay for it at its start.
 */
export function createS3ParkedStore(bucket: string, options: S3ParkedStoreOptions = {}) {
  let loading: Promise<Commands> | undefined
  return {
    async put(name: string, body: string): Promise<void> {
      loading ??= load(options)
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

async function load({ client, requestTimeoutMs }: S3ParkedStoreOptions): Promise<Commands> {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  return { s3: client ?? new S3Client(awsClientOptions(requestTimeoutMs)), PutObjectCommand }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function isThereAlready(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionFailed'
}
