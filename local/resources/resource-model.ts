import type { Chaos } from '../chaos/chaos.ts'
import type { EngineProxies } from '../chaos/engine-proxies.ts'
import type { Clock } from '../clock.ts'
import type { CustomResourceReplies } from '../endpoints/custom-resource-replies.ts'
import type { EngineClients } from '../engine-clients.ts'
import type { FunctionOptions, LocalFunction } from '../functions/local-function.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { JumpingClock } from '../jumping-clock.ts'
import type { Kept } from '../kept/kept.ts'
import type { MetricStore } from '../metrics/metric-store.ts'
import type { AccessControl } from '../policies/access-control.ts'
import type { PolicyRegister } from '../policies/policy-register.ts'
import type { Emit } from '../signals.ts'
import type { PropertySupport } from '../template/property-support.ts'
import type { StackNames } from '../template/stack-names.ts'
import type { TemplateObject } from '../template/template.ts'
import type { EventBus } from './event-bus/event-bus.ts'
import type { LocalMapping } from './event-source-mapping/local-mapping.ts'
import type { LocalDeliveryStream } from './firehose-delivery-stream/local-delivery-stream.ts'
import type { LocalPipe } from './pipe/local-pipe.ts'
import type { LocalSecret } from './secret/local-secret.ts'
import type { LocalQueue } from './sqs-queue/local-queue.ts'

/** One AWS resource type: which of its properties are taken care of, and how one is made. */
export interface ResourceModel {
  /** `AWS::SQS::Queue`, or `Custom::*`. */
  readonly type: string
  readonly support: PropertySupport
  /** @throws when it cannot be made; the start stops with the logical id and the message. */
  create(resource: ResourceRequest, stack: Stack): Promise<CreatedResource>
  /**
   * Brings what was created to other properties. Absent: a change of the type is refused.
   *
   * @throws when it cannot be done; then it is as it was.
   */
  update?(update: ResourceUpdate, stack: Stack): Promise<CreatedResource>
}

export interface ResourceRequest {
  readonly logicalId: string
  readonly type: string
  /** With all functions worked out; what is in there has passed the model's `support`. */
  readonly properties: TemplateObject
}

export interface ResourceUpdate extends ResourceRequest {
  /** What it is now: what `Ref` returns, and its properties. */
  readonly old: { readonly ref: string; readonly properties: TemplateObject }
}

export interface CreatedResource {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
  /** Takes up what an earlier run left undone. Called once everything is created. */
  resume?(): void
  /** Ends what it runs, letting what is in flight finish. Called in the reverse order of creation. */
  stop?(): Promise<void>
}

/** What the models share: the engines, and what was created before, by ARN. */
export interface Stack {
  readonly names: StackNames
  readonly clock: Clock
  /** How far the clock was moved ahead of the machine's. */
  readonly clockJumps: Pick<JumpingClock, 'at' | 'jumpedMs'>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly emit: Emit
  readonly clients: EngineClients
  readonly functions: Map<string, LocalFunction>
  readonly queues: Map<string, LocalQueue>
  readonly buses: Map<string, EventBus>
  readonly secrets: Map<string, LocalSecret>
  readonly pipes: Map<string, LocalPipe>
  /** By UUID. */
  readonly mappings: Map<string, LocalMapping>
  readonly deliveryStreams: Map<string, LocalDeliveryStream>
  /** What the functions tell in their logs. */
  readonly metrics: MetricStore
  /** The time of metrics and alarms. */
  readonly metricClock: Clock
  /** The longest that a delivery stream buffers a record here, whatever the template says. */
  readonly flushMs: number
  /** Who may do what, as far as the template's policies say. */
  readonly access: AccessControl
  /** Where the models of policies leave them. */
  readonly policies: PolicyRegister
  /** What functions call goes through it. */
  readonly gateway: Gateway
  /** So does what they call that is no service of AWS. */
  readonly proxies: EngineProxies
  /** Faults on purpose. */
  readonly chaos: Chaos
  readonly customResourceReplies: CustomResourceReplies
  /** What outlives the runtime; undefined when nothing does. */
  readonly kept: Kept | undefined
  /** What every function gets beside its own properties. */
  readonly functionSettings: Pick<FunctionOptions, 'workDir' | 'logsDir'>
  /** Folder of the template and the zips. */
  readonly artifactsDir: string
}

/** What was created under an ARN, or an error that names what asked for it. */
export function findByArn<Kind>(
  kinds: ReadonlyMap<string, Kind>,
  arn: unknown,
  what: string,
): Kind {
  const found = typeof arn === 'string' ? kinds.get(arn) : undefined
  if (found === undefined) throw new Error(`${what} ${String(arn)} is not in this stack`)
  return found
}
