import type { ChangeEvent, Image, Json } from '../../shared/change-event/change-event.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { padSequenceNumber } from '../../shared/ordering/index.ts'

/** Where attributes go that the definition does not name: stored, not indexed. */
const OTHER_FIELD = '_other'

/**
 * The document of a change: its image and, under `_cdc`, where the change stands.
 *
 * A removal becomes a tombstone that has `_cdc` and nothing else. It stays in the index with its
 * version, so an older image that comes late cannot bring the item back; the search alias hides it.
 */
export function toDocument(event: ChangeEvent, definition: EntityDefinition): Image {
  const image = event.after === null ? {} : separateUndeclared(event.after, definition)
  return { ...image, _cdc: toCdc(event) }
}

/** Names like `_id` or `a..b` would be refused at the top of a document. */
function separateUndeclared(image: Image, { schema }: EntityDefinition): Image {
  const declared: [string, Json][] = []
  const undeclared: [string, Json][] = []
  for (const attribute of Object.entries(image)) {
    const isDeclared = Object.hasOwn(schema.entries, attribute[0])
    ;(isDeclared ? declared : undeclared).push(attribute)
  }
  if (undeclared.length > 0) declared.push([OTHER_FIELD, Object.fromEntries(undeclared)])
  return Object.fromEntries(declared)
}

function toCdc({ id, position, op, time, eventID }: ChangeEvent): Json {
  return {
    id,
    seq: padSequenceNumber(position.sequenceNumber),
    stream: position.stream,
    table: position.table,
    op,
    time,
    eventID,
    deleted: op === 'remove',
  }
}
