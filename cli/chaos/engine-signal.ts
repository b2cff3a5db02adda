import { unknownWord } from '../../local/chaos/check-faults.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { isStopped } from '../../local/is-stopped.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { InputError } from '../command.ts'

/** Engines as they are typed: what people call them, their name in the runtime file, who may give one. */
const ENGINES = {
  opensearch: { title: 'OpenSearch', key: 'opensearch', variable: 'OPENSEARCH_URL' },
  dynamodb: { title: 'DynamoDB Local', key: 'dynamodb', variable: 'DYNAMODB_URL' },
  redis: { title: 'Redis', key: 'redis', variable: 'REDIS_URL' },
  sqs: { title: 'SQS and S3', key: 'sqsAndS3', variable: undefined },
} as const

/** As it is typed. */
export type Engine = keyof typeof ENGINES

export const ENGINE_NAMES = Object.keys(ENGINES) as readonly Engine[]

const SIGNALS = { kill: 'SIGKILL', freeze: 'SIGSTOP', thaw: 'SIGCONT' } as const

/** What can be done to an engine's process. */
export type EngineVerb = keyof typeof SIGNALS

export function isEngineVerb(word: string): word is EngineVerb {
  return Object.hasOwn(SIGNALS, word)
}

/** @throws InputError for a name that is no engine's. */
export function requireEngine(name: string | undefined): Engine {
  const found = ENGINE_NAMES.find((one) => one === name)
  if (found !== undefined) return found
  if (name === undefined) throw new InputError(`Which engine: ${ENGINE_NAMES.join(', ')}?`)
  throw new InputError(`${unknownWord(name, ENGINE_NAMES)} among the engines.`)
}

/** The runtime's own engines that stand still, whoever froze them. */
export async function frozenEngines({
  engines,
}: Pick<RuntimeFile, 'engines'>): Promise<readonly Engine[]> {
  const stopped = await Promise.all(
    ENGINE_NAMES.map(async (engine) => {
      const pid = engines[ENGINES[engine].key]?.pid
      return pid !== undefined && (await isStopped(pid)) ? [engine] : []
    }),
  )
  return stopped.flat()
}

/**
 * @param send as `process.kill`.
 * @returns what was done, in a sentence.
 * @throws EnvironmentError when the engine is not the runtime's own, or is down just now.
 */
export function signalEngine(
  verb: EngineVerb,
  engine: Engine,
  { engines }: Pick<RuntimeFile, 'engines'>,
  send: (pid: number, signal: NodeJS.Signals) => void = process.kill,
): string {
  const { title, key, variable } = ENGINES[engine]
  const pid = engines[key]?.pid
  if (pid === undefined) {
    const why = variable === undefined ? 'has none' : `was given one by ${variable}`
    throw new EnvironmentError(`${title} is no process of this runtime, which ${why}.`)
  }
  try {
    send(pid, SIGNALS[verb])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    throw new EnvironmentError(`${title} is down just now: it is being started again.`)
  }
  const done = {
    kill: 'was killed, and is started again',
    freeze: `is frozen; it goes on with: npx tailrace chaos thaw ${engine}`,
    thaw: 'goes on',
  }
  return `${title} (process ${pid}) ${done[verb]}.`
}
