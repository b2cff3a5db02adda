import { type AttributePlace, listPlaces } from '../../shared/entity/attribute-place.ts'
import type {
  EntityDefinition,
  PersonalDataTreatment,
} from '../../shared/entity/entity-definition.ts'

/** What to do with one declared attribute: worked out once per definition, not once per record. */
export interface AttributePlan {
  readonly name: string
  readonly path: string
  readonly treatment: PersonalDataTreatment | undefined
  /** Of a map, or of the maps in a list; else undefined. */
  readonly children: AttributePlans | undefined
}

export interface AttributePlans {
  readonly inOrder: readonly AttributePlan[]
  readonly byName: ReadonlyMap<string, AttributePlan>
}

/** The plan of an entity's images. */
export function planEntity(definition: EntityDefinition): AttributePlans {
  return planPlaces(listPlaces(definition.schema.entries), definition.personalData)
}

function planPlaces(
  places: readonly AttributePlace[],
  personalData: EntityDefinition['personalData'],
): AttributePlans {
  const inOrder = places.map(({ name, path, elementKind, children }) => ({
    name,
    path,
    treatment: personalData[path],
    children: elementKind === 'map' ? planPlaces(children, personalData) : undefined,
  }))
  return { inOrder, byName: new Map(inOrder.map((plan) => [plan.name, plan])) }
}
