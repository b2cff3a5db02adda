import { isDeepStrictEqual } from 'node:util'
import { lookUp } from './create-resources.ts'
import { messageOf } from './message-of.ts'
import { findModel } from './resources/find-model.ts'
import type { CreatedResource, Stack } from './resources/resource-model.ts'
import type { StackPlan } from './template/plan-stack.ts'
import type { TemplateObject } from './template/template.ts'

type UpdateResource = (logicalId: string, changes: TemplateObject) => Promise<void>

/**
 * Updates resources of a running stack, one property or more at a time.
 *
 * Unlike a deploy it does not go on to what takes something from the resource: it is for seeing what
 * one changed resource does.
 */
export function createResourceUpdater(options: {
  readonly plan: StackPlan
  readonly stack: Stack
  readonly created: Map<string, CreatedResource>
}): UpdateResource {
  const { plan, stack, created } = options
  const changed = new Map<string, TemplateObject>()

  return async (logicalId, changes) => {
    const type = plan.resources.find((resource) => resource.logicalId === logicalId)?.type
    const current = created.get(logicalId)
    if (type === undefined || current === undefined) throw new Error(`there is no ${logicalId}`)

    const old = changed.get(logicalId) ?? plan.resolveProperties(logicalId, lookUp(created))
    const properties = { ...old, ...changes }
    if (isDeepStrictEqual(properties, old)) return
    const model = findModel(type)
    if (model?.update === undefined) {
      throw new Error(`${logicalId} (${type}) cannot be updated here: start the stack anew`)
    }
    try {
      const update = { logicalId, type, properties, old: { ref: current.ref, properties: old } }
      created.set(logicalId, await model.update(update, stack))
      changed.set(logicalId, properties)
    } catch (error) {
      const reason = `${logicalId} (${type}) could not be updated: ${messageOf(error)}`
      throw new Error(reason, { cause: error })
    }
  }
}
