import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineCommand } from './engine-process.ts'

/** Folders of the two parts, in the data folder. */
export const MESSAGES = 'sqs'
export const OBJECTS = 's3'

/** The program of the process that holds SQS and S3. */
const SQS_AND_S3_MAIN = join(import.meta.dirname, 'sqs-and-s3-main.ts')

/**
 * Where the objects of a bucket lie: each in a file `<key>.data`, with a file `<key>.meta.json` beside
 * it that is the store's own.
 */
export function objectsDir(dataDir: string, bucket: string): string {
  return join(dataDir, OBJECTS, 'buckets', bucket, 'objects')
}

/** SQS and S3 (fauxqs), in a process of their own: messages in a database, objects in files. */
export async function sqsAndS3Command(options: {
  logsDir: string
  dataDir: string
  port: number
}): Promise<EngineCommand> {
  const { logsDir, dataDir, port } = options
  await mkdir(dataDir, { recursive: true })
  return {
    label: 'SQS and S3',
    command: process.execPath,
    args: [SQS_AND_S3_MAIN, String(port), dataDir],
    log: join(logsDir, 'sqs-and-s3.log'),
  }
}
