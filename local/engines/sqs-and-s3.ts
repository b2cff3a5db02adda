import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineCommand } from './engine-process.ts'

/** The program of the process that holds SQS and S3. */
const SQS_AND_S3_MAIN = join(import.meta.dirname, 'sqs-and-s3-main.ts')

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
