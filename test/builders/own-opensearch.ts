import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngineProcess } from '../../local/engines/engine-process.ts'
import { type JavaEngineOptions, openSearchCommand } from '../../local/engines/java-engine.ts'
import { findJdk } from '../../local/engines/jdk.ts'
import { freePort } from '../../local/engines/ports.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')

/** An OpenSearch of a test's own, which it may kill. */
export interface OwnOpenSearch {
  readonly endpoint: string
  /** Kills it as a power cut would, and starts it again on the same port and data. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

export async function startOwnOpenSearch(
  options: Pick<JavaEngineOptions, 'jit'> = {},
): Promise<OwnOpenSearch> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-own-'))
  const port = await freePort()
  const logsDir = join(folder, 'logs')
  await mkdir(logsDir)
  const command = await openSearchCommand({
    jdk: await findJdk(process.env),
    enginesDir: ENGINES_DIR,
    logsDir,
    dataDir: join(folder, 'data'),
    port,
    ...options,
  })
  const start = () => startEngineProcess(command, new AbortController().signal)
  let engine = await start()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    killAndRestart: async () => {
      process.kill(engine.pid, 'SIGKILL')
      await engine.exited
      engine = await start()
    },
    stop: async () => {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
