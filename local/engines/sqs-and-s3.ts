import { fork } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineNotStarted, type EngineProcess } from './engine-process.ts'

/**
 * Starts SQS and S3 (fauxqs, in a child process) and waits until they listen.
 *
 * @throws EngineNotStarted naming the log.
 */
export async function startSqsAndS3(options: {
  logsDir: string
  dataDir: string
  port: number
}): Promise<EngineProcess> {
  const objectsDir = join(options.dataDir, 's3')
  await mkdir(objectsDir, { recursive: true })
  const logPath = join(options.logsDir, 'sqs-and-s3.log')
  const log = openSync(logPath, 'a')
  const child = fork(
    join(import.meta.dirname, 'sqs-and-s3-main.ts'),
    [String(options.port), objectsDir],
    { stdio: ['ignore', log, log, 'ipc'], detached: true },
  )
  closeSync(log)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  const ready = await Promise.race([
    new Promise<true>((resolve) => child.once('message', () => resolve(true))),
    exited.then(() => false as const),
  ])
  if (!ready) throw new EngineNotStarted(`SQS and S3 did not start: their log is ${logPath}`)
  const stop = async () => {
    if (child.connected) child.disconnect()
    await exited
  }
  return { pid: child.pid as number, log: logPath, exited, stop }
}
