import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineNotStarted, type EngineProcess } from './engine-process.ts'
import { startDynamoDb, startOpenSearch } from './java-engine.ts'
import { findJdk } from './jdk.ts'
import { choosePort, freePort, isFree, type PortWish } from './ports.ts'
import { startSqsAndS3 } from './sqs-and-s3.ts'

const DYNAMODB: PortWish = {
  name: 'DynamoDB',
  preferred: 8000,
  variable: 'TAILRACE_DYNAMODB_PORT',
}
const OPENSEARCH: PortWish = {
  name: 'OpenSearch',
  preferred: 9200,
  variable: 'TAILRACE_OPENSEARCH_PORT',
}
const SQS_AND_S3: PortWish = {
  name: 'SQS and S3',
  preferred: 9324,
  variable: 'TAILRACE_SQS_PORT',
}

export interface Engines {
  readonly endpoints: {
    readonly dynamodb: string
    readonly opensearch: string
    readonly sqs: string
    readonly s3: string
  }
  /** The processes that were started here, by name; an engine that was already running is not among them. */
  readonly processes: Readonly<Record<string, EngineProcess & { readonly port: number }>>
  /** Settles when an engine that was started here is gone without having been stopped. */
  readonly failed: Promise<Error>
  stop(): Promise<void>
}

export interface StartEnginesOptions {
  /** `.tailrace` or a test's own folder: data is emptied, logs are written, jars are kept below it. */
  readonly stateDir: string
  /** Where fetched jars lie, shared by all starts of a checkout. */
  readonly enginesDir: string
  readonly env: NodeJS.ProcessEnv
  readonly onNotice: (message: string) => void
  /** Gives the start up. */
  readonly signal: AbortSignal
  /** Told when an engine answers. */
  readonly onReady?: (name: string) => void
}

/**
 * Starts OpenSearch, DynamoDB Local, SQS and S3 together, empty, on the loopback address.
 *
 * `OPENSEARCH_URL` and `DYNAMODB_URL` name an engine that already runs and is used as it is.
 *
 * @throws EnvironmentError; whatever had been started is stopped again.
 */
export async function startEngines(options: StartEnginesOptions): Promise<Engines> {
  const { env, stateDir } = options
  const logsDir = join(stateDir, 'logs')
  const dataDir = join(stateDir, 'data')
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(logsDir, { recursive: true })

  const started: Record<string, EngineProcess & { port: number }> = {}
  const { promise: failed, resolve: fail } = Promise.withResolvers<Error>()
  let stopping = false
  const stop = async () => {
    stopping = true
    await Promise.all(Object.values(started).map((engine) => engine.stop()))
  }
  const start = async (
    name: string,
    wish: PortWish,
    startOne: (port: number) => Promise<EngineProcess>,
  ) => {
    const { engine, port } = await startOnPort(wish, startOne, options)
    started[name] = { ...engine, port }
    void engine.exited.then(() => {
      if (!stopping) fail(new Error(`${wish.name} ended by itself: its log is ${engine.log}`))
    })
    options.onReady?.(wish.name)
    return `http://127.0.0.1:${port}`
  }
  const startJava = async (
    name: string,
    wish: PortWish,
    startOne: typeof startOpenSearch,
  ): Promise<string> => {
    const jdk = await findJdk(env)
    const shared = { jdk, enginesDir: options.enginesDir, logsDir, dataDir, signal: options.signal }
    return start(name, wish, (port) => startOne({ ...shared, port }))
  }

  const starting = [
    env.DYNAMODB_URL ?? startJava('dynamodb', DYNAMODB, startDynamoDb),
    env.OPENSEARCH_URL ?? startJava('opensearch', OPENSEARCH, startOpenSearch),
    start('sqsAndS3', SQS_AND_S3, (port) => startSqsAndS3({ logsDir, dataDir, port })),
  ] as const
  const outcomes = await Promise.allSettled(starting)
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) {
    await stop()
    throw failure.reason
  }
  const [dynamodb, opensearch, sqs] = await Promise.all(starting)
  return { endpoints: { dynamodb, opensearch, sqs, s3: sqs }, processes: started, failed, stop }
}

/** A port that was free may be another engine's a moment later: then a free one is taken, unless it was set. */
async function startOnPort(
  wish: PortWish,
  startOne: (port: number) => Promise<EngineProcess>,
  { env, onNotice }: StartEnginesOptions,
): Promise<{ engine: EngineProcess; port: number }> {
  const port = await choosePort(wish, env, onNotice)
  try {
    return { engine: await startOne(port), port }
  } catch (error) {
    const isLost = error instanceof EngineNotStarted && !(await isFree(port))
    if (!isLost || env[wish.variable] !== undefined) throw error
    const other = await freePort()
    onNotice(`Port ${port} was taken meanwhile, so ${wish.name} listens on ${other}.`)
    return { engine: await startOne(other), port: other }
  }
}
