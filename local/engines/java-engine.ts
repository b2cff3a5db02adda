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
}

export async function startOpenSearch(options: JavaEngineOptions): Promise<EngineProcess> {
  const dataDir = join(options.dataDir, 'opensearch')
  await mkdir(dataDir, { recursive: true })
  return startJava('opensearch', openSearchProfile(options.jdk), options, {
    jvm: ['-Xms512m', '-Xmx1g'],
    args: [String(options.port), dataDir],
    isHealthy: async () => {
      const health = `http://127.0.0.1:${options.port}/_cluster/health?wait_for_status=yellow&timeout=1s`
      return (await fetch(health)).ok
    },
  })
}

export async function startDynamoDb(options: JavaEngineOptions): Promise<EngineProcess> {
  const nativeLibraries = join(options.enginesDir, 'dynamodb')
  return startJava('dynamodb', 'dynamodb', options, {
    jvm: ['-Xmx512m', `-Dsqlite4java.library.path=${nativeLibraries}`],
    args: ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(options.port)],
    isHealthy: async () => {
      // A bare GET is refused with 400 by a server that is up.
      const response = await fetch(`http://127.0.0.1:${options.port}/`)
      return response.status === 400
    },
  })
}

async function startJava(
  name: string,
  profile: EngineProfile,
  options: JavaEngineOptions,
  java: { jvm: readonly string[]; args: readonly string[]; isHealthy: () => Promise<boolean> },
): Promise<EngineProcess> {
  const engine = await fetchEngine(profile, { ...options, onFetch: () => undefined })
  return startEngineProcess({
    name,
    command: options.jdk.java,
    args: [...java.jvm, '-cp', engine.classPath, engine.mainClass, ...java.args],
    log: join(options.logsDir, `${name}.log`),
    isHealthy: java.isHealthy,
  })
}
