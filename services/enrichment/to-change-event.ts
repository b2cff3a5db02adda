import {
  CHANGE_EVENT_VERSION,
  CHANGE_TYPE_OF_OP,
  type ChangeEvent,
  type ChangeType,
} from '../../shared/change-event/change-event.ts'
import type { PoisonCode } from '../../shared/change-event/poison-code.ts'
import { canonicalId } from '../../shared/entity/item-key.ts'
import { findTransition, listChanged } from './describe-change.ts'
import type { Entity } from './entity-finder.ts'
import type { SourceRecord } from './parse-source-record.ts'
import { projectImage } from './project-image.ts'
import type { Images } from './read-images.ts'
import type { Tokenise } from './tokenise.ts'

/** The change event of a change whose images are read. */
export function toChangeEvent(
  source: SourceRecord,
  entity: Entity,
  { before, beforeUnreadable, after }: Images,
  tokenise: Tokenise,
): ChangeEvent {
  const { definition, plans } = entity
  const changed = after === null ? [] : listChanged(before, after, plans)
  const image = before && projectImage(before, plans, tokenise)
  const hasTransition = after !== null && !beforeUnreadable
  return {
    ...toHead(source, entity, CHANGE_TYPE_OF_OP[source.op]),
    changed,
    transition: hasTransition ? findTransition(before, after, definition.state) : null,
    before: image,
    after: after && projectImage(after, plans, tokenise, { image, changed }),
    ...(beforeUnreadable && { beforeUnreadable }),
  }
}

/** The announcement of a parked change: that the item changed, and where in its stream, and no image. */
export function toParkedEvent(source: SourceRecord, entity: Entity, code: PoisonCode): ChangeEvent {
  return {
    ...toHead(source, entity, 'parked'),
    changed: [],
    transition: null,
    before: null,
    after: null,
    parked: { code },
  }
}

type Head = Omit<ChangeEvent, 'changed' | 'transition' | 'before' | 'after'>

function toHead(source: SourceRecord, { definition }: Entity, type: ChangeType): Head {
  const { eventID, op, key, time, table, stream, sequenceNumber, expired } = source
  return {
    eventID,
    version: CHANGE_EVENT_VERSION,
    type: `${definition.name}.${type}`,
    entity: definition.name,
    op,
    id: canonicalId(definition.table, key),
    key: key.values,
    time,
    position: { table, stream, sequenceNumber },
    expired,
  }
}
