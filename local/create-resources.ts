import { messageOf } from './message-of.ts'
import { noteEncryption } from './policies/note-encryption.ts'
import { ResourceNotCreated } from './resource-not-created.ts'
import { findModel } from './resources/find-model.ts'
import type { CreatedResource, Stack } from './resources/resource-model.ts'
import type { CreatedLookup, StackPlan } from './template/plan-stack.ts'
import { TemplateError } from './template/template-error.ts'

/**
 * Creates a plan's resources one after another, as CloudFormation would at its slowest.
 *
 * @param created filled as it goes on, so that a failed start can be undone.
 * @throws ResourceNotCreated that names the resource.
 */
export async function createResources(options: {
  readonly plan: StackPlan
  readonly stack: Stack
  readonly created: Map<string, CreatedResource>
}): Promise<void> {
  const { plan, stack, created } = options
  for (const { logicalId, type } of plan.resources) {
    const properties = plan.resolveProperties(logicalId, lookUp(created))
    try {
      const resource = await findModel(type)?.create({ logicalId, type, properties }, stack)
      if (resource === undefined) continue
      created.set(logicalId, resource)
      noteEncryption({ ...resource, type, properties }, stack.policies.keys)
    } catch (error) {
      const reason = `${logicalId} (${type}) could not be created: ${messageOf(error)}`
      throw new ResourceNotCreated(reason, { cause: error })
    }
  }
}

/** Finds what others refer to, or fails with its name. */
export function lookUp(created: ReadonlyMap<string, CreatedResource>): CreatedLookup {
  const find = (logicalId: string): CreatedResource => {
    const resource = created.get(logicalId)
    if (resource === undefined) throw new TemplateError(`${logicalId} does not exist`)
    return resource
  }
  return {
    ref: (logicalId) => find(logicalId).ref,
    getAtt: (logicalId, attribute) => {
      const value = find(logicalId).attributes[attribute]
      if (value === undefined) throw new TemplateError(`${logicalId} has no attribute ${attribute}`)
      return value
    },
  }
}
