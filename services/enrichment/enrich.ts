/**
 * The enrichment: a source record in, a change event out.
 *
 * ```
 * record ─► parse ─► which entity? ─► decode, check ─► what changed ─► mask ─► change event
 *             │            │               │                                       │
 *           parked      ignored     parked, announced                     parked, announced
 * ```
 * Pure: the same record always gives the same bytes, so a retry repeats an event and never makes
 * another one. Only a new image can make a change poison: an old one that cannot be read is left out,
 * so that the correction of a bad item, and its removal, always get through. Images that the bus does
 * not take are claimed: the event goes on without them, and says where they lie.
 */
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { PoisonCode } from '../../shared/change-event/poison-code.ts'
import { type Claim, checkIn } from '../../shared/claim-check/claim-check.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { layoutRule, type SequenceLayout, toSequenceCounter } from '../../shared/ordering/index.ts'
import { createEntityFinder, type Entity } from './entity-finder.ts'
import { findRefusal } from './event-refusal.ts'
import { parseSourceRecord, type SourceRecord } from './parse-source-record.ts'
import { readImages } from './read-images.ts'
import { toChangeEvent, toParkedEvent } from './to-change-event.ts'
import { createTokenise, type TokenKey } from './tokenise.ts'

export interface EnricherOptions {
  readonly definitions: readonly EntityDefinition[]
  readonly tokenKey: TokenKey
  /** What becomes of attributes that the definition does not name. Default `drop`. */
  readonly undeclared?: 'drop' | 'keep'
  /** Whether items that DynamoDB's TTL deletes are removed downstream. Default `drop`: they stay. */
  readonly ttlDeletes?: 'drop' | 'deliver'
  /** How the stream numbers its records. Default `aws`. */
  readonly layout?: SequenceLayout
  /**
   * Told of each dropped attribute: its entity and path, never its value. Once for both images where
   * what holds it did not change.
   */
  readonly onUndeclared?: (entity: string, path: string) => void
}

/** Why a record is parked. No text in it holds an attribute's value. */
export interface Parked {
  readonly code: PoisonCode
  readonly message: string
  /** The part of the message that differs from record to record. */
  readonly cause?: string
  /** Absent where the record could not be told to be of one. */
  readonly entity?: string
}

/**
 * What becomes of one record. A parked change whose key and position can be read, and whose key can
 * travel, is also announced, so it may have both an event and a reason.
 */
export interface Enrichment {
  readonly event?: ChangeEvent
  /** The event's images, which must be in their place before it is sent. */
  readonly claim?: Claim
  readonly parked?: Parked
  /** Of no declared entity, or a TTL delete that is not delivered. */
  readonly ignored?: true
}

/**
 * Makes the function that enriches one record. It never throws for a record's own fault.
 *
 * @throws ConfigError `definitions.invalid` when the definitions do not fit together.
 * @throws PipelineError `sequence.layout_unknown` when there is no such layout.
 */
export function createEnricher(options: EnricherOptions): (record: unknown) => Enrichment {
  const { undeclared = 'drop', ttlDeletes = 'drop', layout = 'aws', onUndeclared } = options
  layoutRule(layout)
  const finder = createEntityFinder(options.definitions)
  const tokenise = createTokenise(options.tokenKey)

  return (record) => {
    let entity: Entity | undefined
    try {
      const source = parseSourceRecord(record, finder.table)
      entity = finder.find(source.key)
      if (entity === undefined || (source.expired && ttlDeletes === 'drop')) {
        return { ignored: true }
      }
      toSequenceCounter(source.sequenceNumber, layout)
      return enrichEntity(source, entity)
    } catch (error) {
      return { parked: toParked(error, entity) }
    }
  }

  function enrichEntity(source: SourceRecord, entity: Entity): Enrichment {
    try {
      const { name } = entity.definition
      const policy = { undeclared, onUndeclared: (path: string) => onUndeclared?.(name, path) }
      return toTravel(toChangeEvent(source, entity, readImages(source, entity, policy), tokenise))
    } catch (error) {
      const parked = toParked(error, entity)
      const event = toParkedEvent(source, entity, parked.code)
      return findRefusal(event) === null ? { event, parked } : { parked }
    }
  }
}

/** @throws PoisonError when the event cannot travel even without its images. */
function toTravel(event: ChangeEvent): Enrichment {
  if (findRefusal(event) === null) return { event }
  const checkedIn = checkIn(event)
  const refusal = findRefusal(checkedIn.event)
  if (refusal !== null) throw refusal
  return checkedIn
}

/** Anything but poison is a fault of ours, which must stop the batch. */
function toParked(error: unknown, entity: Entity | undefined): Parked {
  if (!(error instanceof PoisonError)) throw error
  const { code, message, cause } = error
  return {
    code: code as PoisonCode,
    message,
    ...(typeof cause === 'string' && { cause }),
    ...(entity !== undefined && { entity: entity.definition.name }),
  }
}
