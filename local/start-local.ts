import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { definitions } from '../entities/index.ts'
import { packageStack } from '../infra/package-stack.ts'
import { type Agreement, compareTableWithIndex } from './agreement/compare-table-with-index.ts'
import { readTokenKey } from './agreement/read-token-key.ts'
import { startEngines } from './engines/start-engines.ts'
import { EnvironmentError } from './environment-error.ts'
import { startRuntime } from './runtime.ts'
import {
  type RuntimeFile,
  readRuntimeFile,
  removeRuntimeFile,
  writeRuntimeFile,
} from './runtime-file.ts'
import type { SignalListener } from './signals.ts'
import type { NotModelledYet } from './template/plan-stack.ts'
import { REGION } from './template/stack-names.ts'

export interface LocalOptions {
  readonly stage: string
  /** `.tailrace` of the checkout, or a test's own folder. */
  readonly stateDir: string
  /** Where the engines' jars lie. */
  readonly enginesDir: string
  readonly env: NodeJS.ProcessEnv
  readonly onSignal: SignalListener
  /** A step of the start is done, after so many milliseconds. */
  readonly onStep: (step: string, elapsedMs: number) => void
  readonly onNotice: (message: string) => void
}

/** The whole pipeline, running on this machine. */
export interface LocalPipeline {
  readonly file: RuntimeFile
  /** Settings of the template that act only on failure and are not modelled yet. */
  readonly notModelledYet: readonly NotModelledYet[]
  /** Settles with the reason when the pipeline cannot go on by itself. */
  readonly failed: Promise<Error>
  compare(): Promise<Agreement>
  stop(): Promise<void>
}

/**
 * Packages the stack, starts the engines and runs the packaged template on them.
 *
 * @throws EnvironmentError when one is already running here, or something the machine lacks;
 * TemplateError when the template holds what is not modelled. Whatever was started is stopped again.
 */
export async function startLocal(options: LocalOptions): Promise<LocalPipeline> {
  const { stateDir } = options
  await refuseSecondStart(stateDir)
  await using started = new AsyncDisposableStack()

  const starting = { pid: process.pid, ready: false, region: REGION, endpoints: {}, engines: {} }
  await writeRuntimeFile(stateDir, { ...starting, resources: {} })
  started.defer(() => removeRuntimeFile(stateDir))

  const [templatePath, engines] = await Promise.all([
    packageInto(join(stateDir, 'package'), options),
    startEngines({ ...options, onReady: stepTimer(options) }).then((running) => {
      started.defer(() => running.stop())
      return running
    }),
  ])

  const stackReady = stepTimer(options)
  const runtime = await startRuntime({
    stackName: `tailrace-${options.stage}`,
    templatePath,
    endpoints: engines.endpoints,
    logsDir: join(stateDir, 'logs'),
    parameters: {
      SearchEndpoint: engines.endpoints.opensearch,
      SearchAuth: 'none',
      SequenceLayout: 'dynamodb-local',
    },
    onSignal: options.onSignal,
  })
  started.defer(() => runtime.stop())
  stackReady(`Stack of ${Object.keys(runtime.resources).length} resources`)

  const file: RuntimeFile = {
    ...starting,
    ready: true,
    endpoints: { ...engines.endpoints, ...runtime.endpoints },
    engines: Object.fromEntries(
      Object.entries(engines.processes).map(([name, { pid, port, log }]) => [
        name,
        { pid, port, log },
      ]),
    ),
    resources: runtime.resources,
  }
  const compare = await createComparison(file)
  await writeRuntimeFile(stateDir, file)

  const running = started.move()
  return {
    file,
    notModelledYet: runtime.notModelledYet,
    failed: Promise.race([runtime.failed, engines.failed]),
    compare,
    stop: () => running.disposeAsync(),
  }
}

async function refuseSecondStart(stateDir: string): Promise<void> {
  const running = await readRuntimeFile(stateDir)
  if (running === undefined) return
  throw new EnvironmentError(
    `Tailrace is already running here as process ${running.pid}: stop that one first (kill ${running.pid}).`,
  )
}

async function packageInto(folder: string, options: LocalOptions): Promise<string> {
  const done = stepTimer(options)
  await rm(folder, { recursive: true, force: true })
  const { templatePath } = await packageStack({ stage: options.stage, into: folder })
  done('Packaged')
  return templatePath
}

async function createComparison(file: RuntimeFile): Promise<() => Promise<Agreement>> {
  const { dynamodb = '', opensearch = '', secretsmanager = '' } = file.endpoints
  const { OrdersTable: tableName = '', TokenSecret: secretId = '' } = file.resources
  const tokenKey = await readTokenKey({ endpoint: secretsmanager, region: file.region, secretId })
  const endpoints = { dynamodb, opensearch }
  return () =>
    compareTableWithIndex({ endpoints, region: file.region, tableName, definitions, tokenKey })
}

function stepTimer(options: LocalOptions): (step: string) => void {
  const begun = performance.now()
  return (step) => options.onStep(step, performance.now() - begun)
}
