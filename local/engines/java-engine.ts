import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineCommand } from './engine-process.ts'
import { type EngineProfile, fetchEngine } from './fetch-engine.ts'
import { type Jdk, openSearchProfile } from './jdk.ts'

export interface JavaEngineOptions {
  readonly jdk: Jdk
  readonly enginesDir: string
  readonly logsDir: string
  /** Below it an engine has a folder of its own, which a restart finds again. */
  readonly dataDir: string
  readonly port: number
  /** `full`: all that the JVM can do to be fast once warm, for measurements. Default: a quick start. */
  readonly jit?: 'full'
}

/** Only the first compiler: half the time and CPU to start, at some loss once warm. */
const QUICK_START = ['-XX:TieredStopAtLevel=1']

/** An acknowledged write is in the translog on disk (`index.translog.durability: request`, the default). */
export async function openSearchCommand(options: JavaEngineOptions): Promise<EngineCommand> {
  const dataDir = await makeDataDir(options, 'opensearch')
  return javaCommand('OpenSearch', openSearchProfile(options.jdk), options, () => ({
    jvm: ['-Xms512m', '-Xmx1g'],
    args: [String(options.port), dataDir],
  }))
}

/** On disk, not in memory: so items, stream label and sequence numbers outlive its process. */
export async function dynamoDbCommand(options: JavaEngineOptions): Promise<EngineCommand> {
  const dataDir = await makeDataDir(options, 'dynamodb')
  return javaCommand('DynamoDB', 'dynamodb', options, (folder) => ({
    jvm: ['-Xmx512m', `-Dsqlite4java.library.path=${folder}`],
    args: ['-sharedDb', '-disableTelemetry', '-port', String(options.port), '-dbPath', dataDir],
  }))
}

/** By port: of two starts, the first of which lost its port, the second finds nothing. */
async function makeDataDir({ dataDir, port }: JavaEngineOptions, name: string): Promise<string> {
  const folder = join(dataDir, `${name}-${port}`)
  await mkdir(folder, { recursive: true })
  return folder
}

async function javaCommand(
  label: string,
  profile: EngineProfile,
  options: JavaEngineOptions,
  toArguments: (folder: string) => { jvm: readonly string[]; args: readonly string[] },
): Promise<EngineCommand> {
  const engine = await fetchEngine(profile, { ...options, onFetch: () => undefined })
  const { jvm, args } = toArguments(engine.folder)
  return {
    label,
    command: options.jdk.java,
    args: [
      ...(options.jit === 'full' ? [] : QUICK_START),
      ...jvm,
      '-cp',
      engine.classPath,
      engine.mainClass,
      ...args,
    ],
    log: join(options.logsDir, `${label.toLowerCase()}.log`),
  }
}
