import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { type EngineProfile, fetchEngine } from './fetch-engine.ts'
import { type Jdk, openSearchProfile } from './jdk.ts'

export interface JavaEngineOptions {
  readonly jdk: Jdk
  readonly enginesDir: string
  readonly logsDir: string
  /** The engine's own data; used anew by each start. */
  readonly dataDir: string
  readonly port: number
  readonly signal: AbortSignal
}

export async function startOpenSearch(options: JavaEngineOptions): Promise<EngineProcess> {
  const dataDir = join(options.dataDir, `opensearch-${options.port}`)
  await mkdir(dataDir, { recursive: true })
  return startJava('opensearch', openSearchProfile(options.jdk), options, () => ({
    jvm: ['-Xms512m', '-Xmx1g'],
    args: [String(options.port), dataDir],
  }))
}

export async function startDynamoDb(options: JavaEngineOptions): Promise<EngineProcess> {
  return startJava('dynamodb', 'dynamodb', options, (folder) => ({
    jvm: ['-Xmx512m', `-Dsqlite4java.library.path=${folder}`],
    args: ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(options.port)],
  }))
}

async function startJava(
  name: string,
  profile: EngineProfile,
  options: JavaEngineOptions,
  toArguments: (folder: string) => { jvm: readonly string[]; args: readonly string[] },
): Promise<EngineProcess> {
  const engine = await fetchEngine(profile, { ...options, onFetch: () => undefined })
  const { jvm, args } = toArguments(engine.folder)
  return startEngineProcess({
    name,
    command: options.jdk.java,
    args: [...jvm, '-cp', engine.classPath, engine.mainClass, ...args],
    log: join(options.logsDir, `${name}.log`),
    signal: options.signal,
  })
}
