import { messageOf } from '../../message-of.ts'
import { modelled, type PropertySupport } from '../../template/property-support.ts'
import type { CreatedResource, ResourceModel, ResourceUpdate, Stack } from '../resource-model.ts'
import { askFunction, type Succeeded } from './ask-function.ts'

/** All properties are handed to the function, so all are modelled. */
const support: PropertySupport = modelled()

/**
 * A resource that a function of the stack makes. It is asked to create it at each start, to update it
 * when its properties change, and to delete only what an update replaced: a stop is no deletion of the
 * stack. What it holds to stands in rules.ts.
 */
export const customResource: ResourceModel = {
  type: 'Custom::*',
  support,

  async create(resource, stack) {
    const asking = askFunction({ RequestType: 'Create' }, resource, stack)
    return toCreated(await asking.catch(explainKept(stack)))
  },

  async update(update, stack) {
    if (update.properties.ServiceToken !== update.old.properties.ServiceToken) {
      throw new Error('an update cannot change the ServiceToken')
    }
    const updated = toCreated(await askOrRollBack(update, stack))
    if (updated.ref !== update.old.ref) await deleteReplaced(update, stack)
    return updated
  },
}

/** What it makes may have been kept, as an index, and no longer be what the template asks for. */
function explainKept({ kept }: Stack): (error: unknown) => never {
  return (error) => {
    if (kept === undefined) throw error
    const hint = `if it no longer fits what is kept, ${kept.wayOut}`
    throw new Error(`${messageOf(error)} (${hint})`, { cause: error })
  }
}

async function askOrRollBack(update: ResourceUpdate, stack: Stack): Promise<Succeeded> {
  try {
    return await askUpdate(update, stack)
  } catch (error) {
    const { old, ...resource } = update
    const back = {
      ...resource,
      properties: old.properties,
      old: { ref: old.ref, properties: update.properties },
    }
    await askUpdate(back, stack).catch((second: unknown) => {
      throw new Error(`${messageOf(error)}; and its rollback failed: ${messageOf(second)}`)
    })
    throw error
  }
}

function askUpdate({ old, ...resource }: ResourceUpdate, stack: Stack): Promise<Succeeded> {
  const kind = {
    RequestType: 'Update',
    PhysicalResourceId: old.ref,
    OldResourceProperties: old.properties,
  } as const
  return askFunction(kind, resource, stack)
}

async function deleteReplaced({ old, ...resource }: ResourceUpdate, stack: Stack): Promise<void> {
  const replaced = { ...resource, properties: old.properties }
  await askFunction({ RequestType: 'Delete', PhysicalResourceId: old.ref }, replaced, stack)
}

/** What has no plain value has no attribute: `Fn::GetAtt` of it fails by its name. */
function toCreated({ PhysicalResourceId, Data }: Succeeded): CreatedResource {
  const plain = Object.entries(Data).filter(([, value]) => typeof value !== 'object')
  return {
    ref: PhysicalResourceId,
    attributes: Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
  }
}
