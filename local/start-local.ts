import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { definitions } from '../entities/index.ts'
import { packageStack } from '../infra/package-stack.ts'
import { resolveSettings } from '../infra/resolve-settings.ts'
import type { Agreement } from './agreement/agreement.ts'
import { type CacheAgreement, compareTableWithCache } from './agreement/compare-table-with-cache.ts'
import { compareTableWithIndex } from './agreement/compare-table-with-index.ts'
import { compareTableWithLake } from './agreement/compare-table-with-lake.ts'
import { readTokenKey } from './agreement/read-token-key.ts'
import { scanTable } from './agreement/scan-table.ts'
import type { Chaos } from './chaos/chaos.ts'
import { type Clock, systemClock } from './clock.ts'
import type { EngineEndpoints } from './engine-clients.ts'
import { engineParameters } from './engine-parameters.ts'
import { type Engines, type StartEnginesOptions, startEngines } from './engines/start-engines.ts'
import { watchHealth } from './engines/watch-health.ts'
import { EnvironmentError } from './environment-error.ts'
import { keptFolder } from './kept/kept.ts'
import { openPipelineLog } from './pipeline-log/pipeline-log.ts'
import { requireSpace } from './require-space.ts'
import { checkTemplate, type Runtime, startRuntime } from './runtime.ts'
import { claimRuntimeFile, type RuntimeFile, removeRuntimeFile } from './runtime-file.ts'
import { createRuntimePublication } from './runtime-publication.ts'
import type { Emit, SignalListener } from './signals.ts'
import { REGION } from './template/stack-names.ts'

export interface LocalOptions {
  readonly stage: string
  /** `.tailrace` of the checkout, or a test's own folder. */
  readonly stateDir: string
  /** Go on from what the last such run left, and leave everything for the next. */
  readonly keep?: boolean
  /** Where the engines' jars lie. */
  readonly enginesDir: string
  readonly env: NodeJS.ProcessEnv
  /** Gives the start up. */
  readonly signal: AbortSignal
  readonly onSignal: SignalListener
  /** A step of the start is done, after so many milliseconds. */
  readonly onStep: (step: string, elapsedMs: number) => void
  readonly onNotice: (message: string) => void
  /** For tests: the packaged template; absent: the stage is packaged. */
  readonly templatePath?: string
  /** For tests: the time of metrics and alarms. */
  readonly metricClock?: Clock
}

/** The whole pipeline, running on this machine. */
export interface LocalPipeline {
  /** As it stands now: an engine that was restarted has a new process. */
  readonly file: RuntimeFile
  /** Settles with the reason when the pipeline cannot go on by itself. */
  readonly failed: Promise<Error>
  /** Faults on purpose. */
  readonly chaos: Chaos
  /** Moves time forward for the models, the functions and SQS. */
  jumpClock(ms: number): void
  /** The table beside the search index. */
  compare(): Promise<Agreement>
  /** The table beside the lake. */
  compareLake(): Promise<Agreement>
  /** What is cached beside the table. */
  compareCache(): Promise<CacheAgreement>
  /** Whether there is anything in the table. */
  hasItems(): Promise<boolean>
  stop(): Promise<void>
}

/**
 * Packages the stack, starts the engines and runs the packaged template on them.
 *
 * @throws EnvironmentError when one is already running here, or something the machine lacks;
 * TemplateError when the template holds what is not modelled; the signal's reason when it aborts.
 * Whatever was started is stopped again.
 */
export async function startLocal(options: LocalOptions): Promise<LocalPipeline> {
  const { stateDir, keep = false } = options
  const owner = { region: REGION, keeps: keep }
  const running = await claimRuntimeFile(stateDir, owner, ({ pid, keeps }) =>
    options.onNotice(
      `The last run here (process ${pid}) did not stop cleanly: its data is ${keeps ? 'kept' : 'cleared'}.`,
    ),
  )
  if (running !== undefined) {
    throw new EnvironmentError(
      `Tailrace is already running here as process ${running.pid}: stop that one first.`,
    )
  }
  await using started = new AsyncDisposableStack()
  started.defer(() => removeRuntimeFile(stateDir))
  await requireSpace(stateDir)

  const publication = createRuntimePublication(stateDir)
  const emit: Emit = (signal) => options.onSignal({ ...signal, at: systemClock.now() })
  const keepUp = { emit, onRestarted: publication.refresh }
  const { templatePath, engines } = await packageAndStartEngines({ ...options, ...keepUp }, started)
  const stackReady = stepTimer(options)
  const logsDir = join(stateDir, 'logs')
  const pipelineLog = openPipelineLog(logsDir)
  started.defer(pipelineLog.close)
  const runtime = await startRuntime({
    ...stackOptions(options, engines.endpoints),
    ...readFlushMs(options.env),
    ...(options.metricClock && { metricClock: options.metricClock }),
    templatePath,
    endpoints: engines.endpoints,
    logsDir,
    ...(keep && { keptDir: keptFolder(stateDir) }),
    onSignal: (signal) => {
      pipelineLog.onSignal(signal)
      options.onSignal(signal)
    },
    shiftEngines: engines.shiftClock,
  })
  started.defer(() => runtime.stop())
  options.signal.throwIfAborted()
  stackReady(`Stack of ${Object.keys(runtime.resources).length} resources`)

  await publication.publish(() => toPublish(engines, runtime))
  const comparisons = await createComparisons(publication.current(), options.stage)
  started.defer(watchHealth(engines.watched, { clock: systemClock, emit }))
  const all = started.move()
  return {
    get file() {
      return publication.current()
    },
    failed: engines.lost,
    chaos: runtime.chaos,
    jumpClock: runtime.jumpClock,
    ...comparisons,
    hasItems: () => hasItems(publication.current()),
    stop: () => all.disposeAsync(),
  }
}

/** Both at once; what fails first gives the other up, and both have ended before that is told. */
async function packageAndStartEngines(
  options: LocalOptions & Pick<StartEnginesOptions, 'emit' | 'onRestarted'>,
  started: AsyncDisposableStack,
): Promise<{ templatePath: string; engines: Engines }> {
  const givenUp = new AbortController()
  const signal = AbortSignal.any([options.signal, givenUp.signal])
  const giveUp = (error: unknown) => {
    givenUp.abort(error)
    throw error
  }
  const packaging = packageInto(join(options.stateDir, 'package'), { ...options, signal })
  const starting = startEngines({ ...options, signal, onReady: stepTimer(options) })
  const [packaged, engines] = await Promise.allSettled([
    packaging.catch(giveUp),
    starting.catch(giveUp),
  ])
  if (engines.status === 'fulfilled') started.defer(() => engines.value.stop())
  signal.throwIfAborted()
  if (packaged.status === 'rejected') throw packaged.reason
  if (engines.status === 'rejected') throw engines.reason
  return { templatePath: packaged.value, engines: engines.value }
}

/** Packages, and looks at once whether everything in the template is modelled. */
async function packageInto(folder: string, options: LocalOptions): Promise<string> {
  const done = stepTimer(options)
  resolveSettings(options.stage)
  await rm(folder, { recursive: true, force: true })
  const templatePath =
    options.templatePath ??
    (await packageStack({ stage: options.stage, into: folder, signal: options.signal }))
      .templatePath
  const notices = await checkTemplate({
    ...stackOptions(options, { opensearch: 'http://127.0.0.1', redis: 'redis://127.0.0.1:6379' }),
    templatePath,
  })
  for (const notice of notices) options.onNotice(notice)
  done('Packaged')
  return templatePath
}

function stackOptions(
  { stage }: LocalOptions,
  endpoints: Pick<EngineEndpoints, 'opensearch' | 'redis'>,
) {
  return { stackName: `tailrace-${stage}`, parameters: engineParameters(endpoints) }
}

/** The variable was checked with all others; without it the runtime has its own. */
function readFlushMs({ TAILRACE_LAKE_FLUSH_MS: flushMs }: NodeJS.ProcessEnv) {
  return flushMs === undefined ? {} : { flushMs: Number(flushMs) }
}

function toPublish(engines: Engines, runtime: Runtime) {
  const { LakeBucket: lake } = runtime.resources
  return {
    endpoints: { ...engines.endpoints, ...runtime.endpoints },
    engines: engines.processes(),
    resources: runtime.resources,
    ...(lake !== undefined && { lakeDir: engines.objectsDir(lake) }),
  }
}

async function createComparisons(
  file: RuntimeFile,
  stage: string,
): Promise<Pick<LocalPipeline, 'compare' | 'compareLake' | 'compareCache'>> {
  const { dynamodb = '', opensearch = '', redis = '', secretsmanager = '' } = file.endpoints
  const { OrdersTable: tableName = '', TokenSecret: secretId = '' } = file.resources
  const { lakeDir = '', region } = file
  const tokenKey = await readTokenKey({ endpoint: secretsmanager, region, secretId })
  const options = {
    ...{ region, tableName, definitions, tokenKey },
    endpoints: { dynamodb, opensearch, redis },
  }
  const { cachePrefix } = resolveSettings(stage)
  return {
    compare: () => compareTableWithIndex(options),
    compareLake: () => compareTableWithLake({ ...options, lakeDir }),
    compareCache: () => compareTableWithCache({ ...options, cachePrefix }),
  }
}

async function hasItems({ endpoints, resources, region }: RuntimeFile): Promise<boolean> {
  const { dynamodb = '' } = endpoints
  const { OrdersTable: tableName = '' } = resources
  for await (const _ of scanTable({ endpoints: { dynamodb }, region, tableName })) return true
  return false
}

function stepTimer(options: LocalOptions): (step: string) => void {
  const begun = performance.now()
  return (step) => options.onStep(step, performance.now() - begun)
}
