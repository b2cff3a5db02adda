import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Clock, systemClock } from '../clock.ts'
import type { EngineEndpoints } from '../engine-clients.ts'
import { keptFolder } from '../kept/kept.ts'
import type { Emit } from '../signals.ts'
import { awaitShards } from './await-shards.ts'
import { endOrphans } from './end-orphans.ts'
import { findGivenEngine, findGivenRedis, type GivenVariable } from './given-engines.ts'
import { dynamoDbCommand, openSearchCommand } from './java-engine.ts'
import { findJdk } from './jdk.ts'
import type { PortWish } from './ports.ts'
import { redisCommand } from './redis-engine.ts'
import { returnMessages } from './return-messages.ts'
import { objectsDir, sqsAndS3Command } from './sqs-and-s3.ts'
import { startAgainOnPort, startOnPort, type ToCommand } from './start-on-port.ts'
import { type SupervisedEngine, superviseEngine } from './supervise-engine.ts'
import type { WatchedEngine } from './watch-health.ts'

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
const REDIS: PortWish = { name: 'Redis', preferred: 6379, variable: 'TAILRACE_REDIS_PORT' }

export interface Engines {
  readonly endpoints: EngineEndpoints
  /** Those that were started here, as they run now; one that was given is not among them. */
  processes(): Readonly<Record<string, { pid: number; port: number; log: string }>>
  /** All of them, for their health to be watched. */
  readonly watched: readonly WatchedEngine[]
  /** Where the objects of a bucket lie, as files under their keys. */
  objectsDir(bucket: string): string
  /** Moves the clock of SQS ahead of the machine's. Milliseconds; the others' cannot be moved. */
  shiftClock(byMs: number): void
  /** Resolves with the reason when one cannot be kept up. */
  readonly lost: Promise<Error>
  stop(): Promise<void>
}

export interface StartEnginesOptions {
  /** `.tailrace` or a test's own folder: data and logs are written below it. */
  readonly stateDir: string
  /** Start on the data that the last such start left, and leave it for the next. */
  readonly keep?: boolean
  /** Where fetched jars lie, shared by all starts of a checkout. */
  readonly enginesDir: string
  readonly env: NodeJS.ProcessEnv
  readonly onNotice: (message: string) => void
  /** Gives the start up. */
  readonly signal: AbortSignal
  /** Told when an engine answers for the first time. */
  readonly onReady?: (label: string) => void
  /** Called with an engine's new process before `engine.up` is told. */
  readonly onRestarted?: () => Promise<void>
  readonly clock?: Clock
  readonly emit?: Emit
}

/**
 * Starts OpenSearch, DynamoDB Local, Redis, SQS and S3 together on the loopback address, empty or on
 * data that was kept, and keeps them up: one that dies is started again on the same port and data.
 *
 * `OPENSEARCH_URL`, `DYNAMODB_URL` and `REDIS_URL` name an engine that already runs and is used as it
 * is.
 *
 * @throws EnvironmentError; whatever had been started is stopped again.
 */
export async function startEngines(options: StartEnginesOptions): Promise<Engines> {
  const { env, enginesDir, clock = systemClock, emit = () => undefined } = options
  const givenUp = new AbortController()
  const signal = AbortSignal.any([options.signal, givenUp.signal])
  const logsDir = resolve(options.stateDir, 'logs')
  const dataDir = await prepareData(options)
  await mkdir(logsDir, { recursive: true })

  const kept = new Map<string, SupervisedEngine & { port: number; log: string }>()
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>()
  const stop = async () => {
    await Promise.all([...kept.values()].map((engine) => engine.stop()))
  }
  const start = async (engine: string, wish: PortWish, toCommand: ToCommand): Promise<number> => {
    const { command, port, first } = await startOnPort(wish, toCommand, { ...options, signal })
    const supervised = superviseEngine({
      ...{ engine, label: command.label, log: command.log, first, clock, emit },
      restart: (stopping, firstLine) => startAgainOnPort(port, { ...command, firstLine }, stopping),
      onRestarted: options.onRestarted ?? (async () => undefined),
      random: Math.random,
    })
    kept.set(engine, { ...supervised, port, log: command.log })
    void supervised.lost.then(lose)
    options.onReady?.(command.label)
    return port
  }
  const startJava = async (
    engine: string,
    wish: PortWish,
    { given, toCommand }: { given: GivenVariable; toCommand: typeof openSearchCommand },
  ): Promise<string> => {
    const url = await findGivenEngine(given, env, signal)
    if (url !== undefined) return url
    const shared = { jdk: await findJdk(env), enginesDir, logsDir, dataDir }
    return byHttp(await start(engine, wish, (port) => toCommand({ ...shared, port })))
  }
  const startRedis = async (): Promise<string> => {
    const url = await findGivenRedis(env, signal)
    if (url !== undefined) return url
    const shared = { enginesDir, logsDir, dataDir }
    return `redis://127.0.0.1:${await start('redis', REDIS, (port) => redisCommand({ ...shared, port }))}`
  }

  const startOpenSearch = async (): Promise<string> => {
    const given = { given: 'OPENSEARCH_URL', toCommand: openSearchCommand } as const
    const url = await startJava('opensearch', OPENSEARCH, given)
    if (options.keep) await awaitShards(url, signal)
    return url
  }

  const giveUp = (error: unknown) => {
    givenUp.abort(error)
    throw error
  }
  const starting = [
    startJava('dynamodb', DYNAMODB, { given: 'DYNAMODB_URL', toCommand: dynamoDbCommand }),
    startOpenSearch(),
    start('sqsAndS3', SQS_AND_S3, (port) => sqsAndS3Command({ logsDir, dataDir, port })).then(
      byHttp,
    ),
    startRedis(),
  ] as const
  await Promise.allSettled(starting.map((one) => one.catch(giveUp)))
  if (signal.aborted) {
    await stop()
    throw signal.reason
  }
  const [dynamodb, opensearch, sqs, redis] = await Promise.all(starting)
  const watch = (engine: string, url: string): WatchedEngine => ({
    engine,
    url,
    isDown: () => kept.get(engine)?.isDown() ?? false,
  })
  return {
    endpoints: { dynamodb, opensearch, sqs, s3: sqs, redis },
    processes: () =>
      Object.fromEntries(
        [...kept].map(([engine, { pid, port, log }]) => [engine, { pid: pid(), port, log }]),
      ),
    watched: [
      watch('dynamodb', dynamodb),
      watch('opensearch', opensearch),
      watch('sqsAndS3', `${sqs}/health`),
      watch('redis', redis),
    ],
    objectsDir: (bucket) => objectsDir(dataDir, bucket),
    shiftClock: (byMs) => kept.get('sqsAndS3')?.tell(`clock ${byMs}`),
    lost,
    stop,
  }
}

function byHttp(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** Nobody else works on the data of this folder then, and what is not to be kept is gone. */
async function prepareData(options: StartEnginesOptions): Promise<string> {
  const { stateDir, keep, onNotice } = options
  const emptied = resolve(stateDir, 'data')
  const kept = join(keptFolder(resolve(stateDir)), 'data')
  await endOrphans([emptied, kept], onNotice)
  await rm(emptied, { recursive: true, force: true })
  if (!keep) return emptied
  returnMessages(kept)
  return kept
}
