import { engineParameters } from '../../local/engine-parameters.ts'
import type { LocalFunction } from '../../local/functions/local-function.ts'
import { type AccessControl, createAccessControl } from '../../local/policies/access-control.ts'
import { noteEncryption } from '../../local/policies/note-encryption.ts'
import { createPolicyRegister } from '../../local/policies/policy-register.ts'
import { findLogicalId } from '../../local/resources/find-logical-id.ts'
import { findModel, supportOf } from '../../local/resources/find-model.ts'
import type {
  CreatedResource,
  ResourceRequest,
  Stack,
} from '../../local/resources/resource-model.ts'
import type { LocalQueue } from '../../local/resources/sqs-queue/local-queue.ts'
import { type CreatedLookup, planStack } from '../../local/template/plan-stack.ts'
import { nameStack } from '../../local/template/stack-names.ts'
import type { Template as LocalTemplate } from '../../local/template/template.ts'
import type { Template } from './template.ts'

/** Who may do what by a template, without anything else of it. */
export interface AccessOfTemplate {
  readonly access: AccessControl
  /** An attribute of a resource, `Arn` unless told otherwise. */
  arnOf(logicalId: string, attribute?: string): string
  refOf(logicalId: string): string
}

/** These are created as they are: they hold the policies and keys, or lead to them. */
const POLICY_TYPES = /^AWS::(IAM|KMS)::|Policy$|^AWS::Lambda::Permission$/

export async function readAccess(template: Template): Promise<AccessOfTemplate> {
  const names = nameStack('roles')
  const plan = planStack({
    template: template as unknown as LocalTemplate,
    parameters: engineParameters({
      opensearch: 'http://127.0.0.1:1',
      redis: 'redis://127.0.0.1:1',
    }),
    names,
    supportOf,
  })
  const created = new Map<string, CreatedResource>()
  const queues = new Map<string, LocalQueue>()
  const functions = new Map<string, LocalFunction>()
  const policies = createPolicyRegister()
  // What the models of policies use of it, and no more.
  const stack = { names, policies, queues, functions } as unknown as Stack

  for (const { logicalId, type } of plan.resources) {
    const properties = plan.resolveProperties(logicalId, lookUp(created))
    const request: ResourceRequest = { logicalId, type, properties }
    const model = POLICY_TYPES.test(type) ? findModel(type) : undefined
    const resource = model ? await model.create(request, stack) : standIn(request, stack)
    created.set(logicalId, resource)
    noteEncryption({ ...resource, type, properties }, policies.keys)
  }
  return {
    access: createAccessControl({
      register: policies,
      emit: () => undefined,
      logicalIdOf: (arn) => findLogicalId(created, arn),
    }),
    arnOf: (logicalId, attribute = 'Arn') => lookUp(created).getAtt(logicalId, attribute),
    refOf: (logicalId) => lookUp(created).ref(logicalId),
  }
}

/** Anything else has a name and ARNs of its own. */
function standIn(
  { logicalId, type }: ResourceRequest,
  { queues, functions }: Stack,
): CreatedResource {
  const service = type.split('::')[1]?.toLowerCase() ?? ''
  const arn =
    type === 'AWS::S3::Bucket'
      ? `arn:aws:s3:::${logicalId.toLowerCase()}`
      : `arn:aws:${service}:eu-west-1:000000000000:${logicalId}`
  const url = `http://127.0.0.1:1/000000000000/${logicalId}`
  if (type === 'AWS::SQS::Queue') queues.set(arn, { arn, url } as unknown as LocalQueue)
  const ref = refOf(type, { arn, url, logicalId })
  if (type === 'AWS::Lambda::Function') {
    functions.set(arn, { name: ref } as unknown as LocalFunction)
  }
  const StreamArn = `${arn}/stream/2026-11-01T00:00:00.000`
  return { ref, attributes: { Arn: arn, StreamArn, QueueName: logicalId } }
}

function refOf(type: string, own: { arn: string; url: string; logicalId: string }): string {
  if (type === 'AWS::SQS::Queue') return own.url
  if (type === 'AWS::SecretsManager::Secret') return own.arn
  return own.logicalId.toLowerCase()
}

function lookUp(created: ReadonlyMap<string, CreatedResource>): CreatedLookup {
  const find = (logicalId: string, what: string, value: string | undefined) => {
    if (value === undefined) throw new Error(`${logicalId} has no ${what}`)
    return value
  }
  return {
    ref: (logicalId) => find(logicalId, 'Ref', created.get(logicalId)?.ref),
    getAtt: (logicalId, attribute) =>
      find(logicalId, attribute, created.get(logicalId)?.attributes[attribute]),
  }
}
