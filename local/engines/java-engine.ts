import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { makeEngineFolder } from './engine-folder.ts'
import type { EngineCommand } from './engine-process.ts'
import { type EngineProfile, fetchEngine } from './fetch-engine.ts'
import { type Jdk, openSearchProfile } from './jdk.ts'
import { keepNewestRecord } from './keep-newest-record.ts'

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
  const folder = await makeEngineFolder(options.dataDir, 'opensearch')
  return javaCommand('OpenSearch', openSearchProfile(options.jdk), options, () => ({
    jvm: ['-Xms512m', '-Xmx1g'],
    args: [String(options.port), folder],
  }))
}

/**
 * On disk, so that items, stream label and sequence numbers outlive its process; in memory for
 * measurements, which want a table filled fast.
 */
export async function dynamoDbCommand(
  options: JavaEngineOptions & { readonly inMemory?: boolean },
): Promise<EngineCommand> {
  const { dataDir, port, inMemory = false } = options
  const store = inMemory ? ['-inMemory'] : ['-dbPath', await makeEngineFolder(dataDir, 'dynamodb')]
  const command = await javaCommand('DynamoDB', 'dynamodb', options, (folder) => ({
    jvm: ['-Xmx512m', `-Dsqlite4java.library.path=${folder}`],
    args: ['-sharedDb', '-disableTelemetry', '-port', String(port), ...store],
  }))
  if (inMemory) return command
  return { ...command, prepare: () => keepNewestRecord(dataDir, systemClock.now()) }
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
