import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PipesClient } from '@aws-sdk/client-pipes'
import { packageStack } from '../../infra/package-stack.ts'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import type { SignalListener } from '../../local/signals.ts'
import { type LocalPipeline, startLocal } from '../../local/start-local.ts'
import { createMappingSwitch } from '../../shared/adapters/mapping-switch.ts'
import { createPipeSwitch } from '../../shared/adapters/pipe-switch.ts'
import type { Switch } from '../../shared/switch/switch.ts'
import { freePorts } from '../../test/support/free-ports.ts'
import { createProgress, type Progress, type Sink } from './progress.ts'
import { startDynamoDbInMemory } from './start-dynamodb-in-memory.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** The rule that feeds each sink. */
const RULES: Readonly<Record<Sink, string>> = {
  search: 'SearchRule',
  lake: 'LakeRule',
  cache: 'CacheRule',
}
const SEARCH_MAPPING = 'SearchProjectorEventSourceMappingSQSSearchQueue'

/** The whole pipeline with engines, ports and state of its own. */
export interface BenchPipeline extends AsyncDisposable {
  readonly local: LocalPipeline
  readonly dynamodb: DynamoDBClient
  readonly tableName: string
  readonly pipe: Switch
  /** What feeds the index from its queue. */
  readonly searchMapping: Switch
  readonly progress: Progress
  /** Where the functions and the models say what became of each change. */
  readonly logsDir: string
}

interface BenchPipelineOptions {
  /** Of the table. Default: one of its own, in memory. */
  readonly dynamodbUrl?: string
  /** Told beside the progress. */
  readonly onSignal?: SignalListener
}

/** @param sinks those that get changes; the others' rules are disabled. */
export async function startBenchPipeline(
  sinks: readonly Sink[],
  { dynamodbUrl, onSignal }: BenchPipelineOptions = {},
): Promise<BenchPipeline> {
  await using started = new AsyncDisposableStack()
  const stateDir = await mkdtemp(join(tmpdir(), 'tailrace-bench-'))
  started.defer(() => rm(stateDir, { recursive: true, force: true }))
  const progress = createProgress()
  const DYNAMODB_URL = dynamodbUrl ?? started.use(await startDynamoDbInMemory()).url
  const local = await startLocal({
    stage: 'dev',
    templatePath: await packageWithout(sinks, join(stateDir, 'stack')),
    stateDir,
    enginesDir: join(ROOT, '.tailrace', 'engines'),
    env: { ...process.env, ...(await freePorts()), DYNAMODB_URL },
    signal: new AbortController().signal,
    onSignal(signal) {
      progress.onSignal(signal)
      onSignal?.(signal)
    },
    onStep: () => undefined,
    onNotice: () => undefined,
  })
  started.defer(() => local.stop())
  const { endpoints, region, resources } = local.file
  const client = { region, credentials: LOCAL_CREDENTIALS }
  const dynamodb = new DynamoDBClient({ ...client, endpoint: endpoints.dynamodb ?? '' })
  const pipes = new PipesClient({ ...client, endpoint: endpoints.pipes ?? '' })
  const lambda = new LambdaClient({ ...client, endpoint: endpoints.lambda ?? '' })
  for (const one of [dynamodb, pipes, lambda]) started.defer(() => one.destroy())
  const all = started.move()
  return {
    local,
    dynamodb,
    tableName: resources.OrdersTable ?? '',
    pipe: createPipeSwitch(pipes, resources.ChangePipe ?? ''),
    searchMapping: createMappingSwitch(lambda, resources[SEARCH_MAPPING] ?? ''),
    progress,
    logsDir: join(stateDir, 'logs'),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

async function packageWithout(sinks: readonly Sink[], into: string): Promise<string> {
  const { templatePath } = await packageStack({ stage: 'dev', into })
  const template = JSON.parse(await readFile(templatePath, 'utf8'))
  for (const [sink, rule] of Object.entries(RULES)) {
    if (!sinks.includes(sink as Sink)) template.Resources[rule].Properties.State = 'DISABLED'
  }
  await writeFile(templatePath, JSON.stringify(template))
  return templatePath
}
