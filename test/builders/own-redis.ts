import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EngineProcess, startEngineProcess } from '../../local/engines/engine-process.ts'
import { freePort } from '../../local/engines/ports.ts'
import { redisCommand } from '../../local/engines/redis-engine.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')

/** A Redis of a test's own, which it may freeze, kill or fill. It ends with the test's process. */
export interface OwnRedis extends AsyncDisposable {
  /** `redis://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  /** Of the server itself, as it runs now. */
  readonly pid: number
  /** Kills it, and starts it again on the same port and data. */
  killAndRestart(): Promise<void>
  /** Kills it; nothing listens there then. */
  kill(): Promise<void>
  /** After `kill`, on the same port and data. */
  start(): Promise<void>
  /** Frozen: it takes connections and says nothing. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** @param options.args more arguments of `redis-server`, as `['--maxmemory', '8mb']`. */
export async function startOwnRedis(
  options: { args?: readonly string[]; port?: number } = {},
): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-redis-'))
  const port = options.port ?? (await freePort())
  const logsDir = join(folder, 'logs')
  await mkdir(logsDir)
  const command = await redisCommand({
    enginesDir: ENGINES_DIR,
    logsDir,
    dataDir: join(folder, 'data'),
    port,
    ...(options.args && { args: options.args }),
  })
  let engine: EngineProcess
  const start = async () => {
    engine = await startEngineProcess(command, new AbortController().signal)
  }
  const signal = (name: NodeJS.Signals) => process.kill(engine.pid, name)
  const kill = async () => {
    signal('SIGKILL')
    await engine.exited
  }
  const stop = async () => {
    await engine.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return engine.pid
    },
    kill,
    start,
    killAndRestart: async () => {
      await kill()
      await start()
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
