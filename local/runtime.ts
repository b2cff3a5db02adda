/**
 * Runs a packaged CloudFormation template on real engines and our own models of the rest.
 *
 * For development, tests and learning: what runs on AWS is AWS's. What is modelled, and what is not,
 * stands in the lists of `local/resources`; see `local/README.md`.
 */
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Chaos, createChaos } from './chaos/chaos.ts'
import { startEngineProxies } from './chaos/engine-proxies.ts'
import { type Clock, systemClock } from './clock.ts'
import { createResources } from './create-resources.ts'
import { createCallerOf } from './endpoints/caller-of.ts'
import { CHAOS_PATH } from './endpoints/chaos-api.ts'
import { startModelEndpoints } from './endpoints/model-endpoints.ts'
import { createEngineClients, type EngineEndpoints } from './engine-clients.ts'
import { createWorkFolder } from './functions/work-folder.ts'
import { startGateway } from './gateway/gateway.ts'
import { createResourceNames } from './gateway/resource-names.ts'
import { createJumpingClock } from './jumping-clock.ts'
import { openKept } from './kept/kept.ts'
import { createMetricStore } from './metrics/metric-store.ts'
import { createAccessControl } from './policies/access-control.ts'
import { createPolicyRegister } from './policies/policy-register.ts'
import { listUnmodelledConditions } from './policies/unmodelled-conditions.ts'
import { findConflicts } from './resources/find-conflicts.ts'
import { findLogicalId } from './resources/find-logical-id.ts'
import { supportOf } from './resources/find-model.ts'
import type { CreatedResource, Stack } from './resources/resource-model.ts'
import type { Emit, SignalListener } from './signals.ts'
import { stopResources } from './stop-resources.ts'
import { findDeclarations } from './template/find-declarations.ts'
import { loadTemplate } from './template/load-template.ts'
import { planStack } from './template/plan-stack.ts'
import { nameStack } from './template/stack-names.ts'
import type { TemplateObject } from './template/template.ts'
import { createResourceUpdater } from './update-resource.ts'

/** A developer who has changed an order wants to see it in the lake. */
const FLUSH_MS = 2_000

export interface RuntimeOptions {
  /** The template that `osls package` wrote; the zips lie beside it. */
  readonly templatePath: string
  readonly parameters: Readonly<Record<string, string>>
  /** Engines that are up: full URLs. */
  readonly endpoints: EngineEndpoints
  /** Each function's output is appended to a file of its own there. */
  readonly logsDir: string
  /** Part of every resource's name: stacks of different names share engines without meeting. */
  readonly stackName?: string
  /** Where what outlives the runtime lies, for a later one that goes on from it; absent: nothing does. */
  readonly keptDir?: string
  readonly clock?: Clock
  /** For tests: the time of metrics and alarms, which look at them once a minute. */
  readonly metricClock?: Clock
  /** A number in [0, 1), for jitter. */
  readonly random?: () => number
  readonly onSignal?: SignalListener
  /** The longest that a delivery stream buffers a record, whatever the template says; 2 s by itself. */
  readonly flushMs?: number
  /** Has the engines show another time than the machine: so many milliseconds later. */
  readonly shiftEngines?: (byMs: number) => void
}

export interface Runtime {
  /** Faults on purpose; without any, everything runs as it is. */
  readonly chaos: Chaos
  /**
   * Moves time forward for the models, the functions' `Date`, and SQS: what waits for a delay, a
   * back-off or a visibility timeout goes on. DynamoDB, OpenSearch and Redis stay where they are.
   */
  jumpClock(ms: number): void
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
  /** What `Fn::GetAtt` returns, by logical id and attribute. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The models' own endpoints. */
  readonly endpoints: {
    /** Where `tailrace chaos` sets faults. */
    readonly chaos: string
    readonly events: string
    readonly firehose: string
    readonly lambda: string
    readonly pipes: string
    readonly secretsmanager: string
  }
  /**
   * Updates one resource as a deploy does that changes these properties of it and nothing else. Others
   * that take something from it stay as they are. Without a difference nothing is done.
   *
   * @throws Error that names the resource and the reason; it is then as it was.
   */
  update(logicalId: string, changes: TemplateObject): Promise<void>
  /** Lets what is in flight finish within a bound, then ends everything that was started. */
  stop(): Promise<void>
}

/**
 * @throws TemplateError that lists everything in the template that is not modelled.
 * @throws Error that names the resource which could not be created; what was started is stopped.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { clock: machineClock = systemClock, random = Math.random } = options
  const clock = createJumpingClock(machineClock)
  const { names, plan } = await planFrom(options)
  const kept = options.keptDir === undefined ? undefined : openKept(options.keptDir)

  const emit: Emit = (signal) => options.onSignal?.({ ...signal, at: machineClock.now() })

  const chaos = createChaos(clock, (faults) => emit({ type: 'faults.set', faults }))
  const time = {
    jumpedMs: clock.jumpedMs,
    jump(ms: number) {
      clock.jump(ms)
      options.shiftEngines?.(clock.jumpedMs())
      emit({ type: 'clock.jumped', ms })
    },
  }
  const clients = createEngineClients(options.endpoints)
  const workDir = await createWorkFolder()
  const maps = {
    functions: new Map(),
    queues: new Map(),
    buses: new Map(),
    secrets: new Map(),
    pipes: new Map(),
    mappings: new Map(),
    deliveryStreams: new Map(),
  }
  const { flushMs = FLUSH_MS } = options
  const created = new Map<string, CreatedResource>()
  const callerOf = createCallerOf((accessKeyId) => created.has(accessKeyId))
  const own = await startModelEndpoints({ ...maps, callerOf, chaos, time, now: clock.now })
  const policies = createPolicyRegister()
  const access = createAccessControl({
    register: policies,
    emit,
    logicalIdOf: (arn) => findLogicalId(created, arn),
  })
  const { dynamodb, s3, sqs } = options.endpoints
  const gateway = await startGateway({
    engines: { ...toEndpoints(own.url), dynamodb, s3, sqs },
    names: createResourceNames({ ...maps, names, created }),
    chaos,
  })
  const proxies = await startEngineProxies(options.endpoints, chaos)
  const stack: Stack = {
    ...maps,
    kept,
    access,
    policies,
    gateway,
    proxies,
    chaos,
    names,
    clock,
    clockJumps: clock,
    random,
    emit,
    clients,
    flushMs,
    metrics: createMetricStore(),
    metricClock: options.metricClock ?? clock,
    customResourceReplies: own.customResourceReplies,
    artifactsDir: dirname(options.templatePath),
    functionSettings: { workDir, logsDir: options.logsDir },
  }

  const stop = async () => {
    if (Object.keys(chaos.faults()).length > 0) chaos.set({}, 0)
    try {
      await stopResources([...created.values()], clock)
    } finally {
      await gateway.stop()
      await proxies.stop()
      await own.stop()
      clients.destroy()
      kept?.close()
      await rm(workDir, { recursive: true, force: true })
    }
  }
  try {
    await createResources({ plan, stack, created })
    for (const resource of created.values()) resource.resume?.()
    for (const unmodelled of listUnmodelledConditions(policies.all())) {
      emit({ type: 'condition.not_modelled', ...unmodelled })
    }
  } catch (error) {
    await stop()
    throw error
  }

  let stopped: Promise<void> | undefined
  return {
    chaos,
    jumpClock: time.jump,
    get resources() {
      return Object.fromEntries([...created].map(([id, { ref }]) => [id, ref]))
    },
    get attributes() {
      return Object.fromEntries([...created].map(([id, { attributes }]) => [id, attributes]))
    },
    endpoints: { ...toEndpoints(own.url), chaos: own.url + CHAOS_PATH },
    update: createResourceUpdater({ plan, stack, created }),
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** The models' own services answer at one place. */
function toEndpoints(url: string): Omit<Runtime['endpoints'], 'chaos'> {
  return { events: url, firehose: url, lambda: url, pipes: url, secretsmanager: url }
}

type PlanFrom = Pick<RuntimeOptions, 'templatePath' | 'parameters' | 'stackName'>

/**
 * Looks at a template without starting anything.
 *
 * @returns what a user should know of it, a line each.
 * @throws TemplateError that lists everything in it that is mistaken or not modelled.
 */
export async function checkTemplate(options: PlanFrom): Promise<readonly string[]> {
  return (await planFrom(options)).plan.notices
}

async function planFrom({ templatePath, parameters, stackName = 'tailrace-local' }: PlanFrom) {
  const names = nameStack(stackName)
  const template = await loadTemplate(templatePath)
  const fileOf = await findDeclarations(templatePath)
  const plan = planStack({ template, parameters, names, supportOf, findConflicts, fileOf })
  return { names, plan }
}
