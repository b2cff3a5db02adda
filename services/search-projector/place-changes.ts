import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { MessageOutcome, ReceivedChange } from '../../shared/batch/queue-message.ts'
import type { Position } from '../../shared/change-event/change-event.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import {
  type SequenceLayout,
  toExternalVersion,
  toSnapshotVersion,
} from '../../shared/ordering/index.ts'
import type { ContractCache } from './contract-cache.ts'
import type { PlacedChange } from './placed-change.ts'

export interface PlaceChangesOptions {
  readonly definitions: readonly EntityDefinition[]
  readonly layout: SequenceLayout
  readonly contracts: ContractCache
}

export interface PlacedChanges {
  readonly placed: readonly PlacedChange[]
  /** Those that must not be written, now or at all. */
  readonly held: readonly MessageOutcome[]
}

/** Gives each change its version in its entity's index, or says why it must not be written. */
export async function placeChanges(
  changes: readonly ReceivedChange[],
  options: PlaceChangesOptions,
): Promise<PlacedChanges> {
  const byEntity = Map.groupBy(changes, ({ event }) => event.entity)
  const ofEntities = await Promise.all(
    [...byEntity].map(([entity, ofEntity]) => {
      const definition = options.definitions.find(({ name }) => name === entity)
      return definition === undefined
        ? holdAll(ofEntity, ENTITY_UNKNOWN)
        : placeEntity(ofEntity, definition, options)
    }),
  )
  return {
    placed: ofEntities.flatMap(({ placed }) => placed),
    held: ofEntities.flatMap(({ held }) => held),
  }
}

/** While a deploy adds an entity, the enrichment may know it before this function does. */
const ENTITY_UNKNOWN = toRetryable('entity.unknown')

async function placeEntity(
  changes: readonly ReceivedChange[],
  definition: EntityDefinition,
  { contracts, layout }: PlaceChangesOptions,
): Promise<PlacedChanges> {
  const placed: PlacedChange[] = []
  const held: MessageOutcome[] = []
  const positions = changes.map(({ event }) => event.position)
  const admissions = await contracts.admit(definition.search.index, positions)

  for (const [place, change] of changes.entries()) {
    const admission = admissions[place]
    if (admission === undefined) throw new Error('An admission is missing.')
    if ('outcome' in admission) {
      held.push({ ...change, ...admission })
      continue
    }
    const result = toVersion(change.event.position, admission.generation, layout)
    if ('outcome' in result) held.push({ ...change, ...result })
    else placed.push({ ...change, ...admission, ...result, definition })
  }
  return { placed, held }
}

function toVersion(
  { sequenceNumber }: Position,
  generation: number,
  layout: SequenceLayout,
): { version: bigint } | { outcome: Outcome } {
  try {
    const isSnapshot = sequenceNumber === '0'
    const version = isSnapshot
      ? toSnapshotVersion(generation)
      : toExternalVersion(sequenceNumber, { layout, generation })
    return { version }
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return { outcome: { kind: 'poison', code: error.code, message: error.message } }
  }
}

function holdAll(changes: readonly ReceivedChange[], outcome: Outcome): PlacedChanges {
  return { placed: [], held: changes.map((change) => ({ ...change, outcome })) }
}
