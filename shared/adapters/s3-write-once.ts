import type { S3Client } from '@aws-sdk/client-s3'
import { awsClientOptions } from './aws-client-options.ts'

export interface S3WriteOnceOptions {
  /** Default: one is made. */
  readonly client?: S3Client
  /** Of one attempt, for a client that is made. */
  readonly requestTimeoutMs?: number
}

export interface S3Object {
  readonly name: string
  readonly body: string | Uint8Array
  readonly contentType: string
}

/**
 * Writes objects into a bucket where nothing is yet: one that is there already stays as it is. The
 * client is loaded with the first object, because a function that writes hardly ever should not pay
 * for it at its start.
 */
export function createS3WriteOnce(bucket: string, options: S3WriteOnceOptions = {}) {
  let loading: Promise<Commands> | undefined
  return async ({ name, body, contentType }: S3Object): Promise<void> => {
    loading ??= load(options)
    const { s3, PutObjectCommand } = await loading
    const input = { Bucket: bucket, Key: name, Body: body, ContentType: contentType }
    try {
      await s3.send(new PutObjectCommand({ ...input, IfNoneMatch: '*' }))
    } catch (error) {
      if (!isThereAlready(error)) throw error
    }
  }
}

interface Commands {
  readonly s3: S3Client
  readonly PutObjectCommand: typeof import('@aws-sdk/client-s3').PutObjectCommand
}

async function load({ client, requestTimeoutMs }: S3WriteOnceOptions): Promise<Commands> {
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  return { s3: client ?? new S3Client(awsClientOptions(requestTimeoutMs)), PutObjectCommand }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function isThereAlready(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionFailed'
}
