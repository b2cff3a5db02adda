import type { ChangeEvent, Image, Json } from '../../shared/change-event/change-event.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { padSequenceNumber } from '../../shared/ordering/index.ts'
import { separateUndeclared } from './separate-undeclared.ts'

/**
 * The document of a change: its image and, under `_cdc`, where the change stands.
 *
 * What the definition does not name lies under `_other`, where the index looks at nothing: any name
 * is taken there. A removal becomes a tombstone that has `_cdc` and nothing else. It stays in the
 * index with its version, so an older image that comes late cannot bring the item back; the search
 * alias hides it.
 */
export function toDocument(event: ChangeEvent, { schema }: EntityDefinition): Image {
  const _cdc = toCdc(event)
  if (event.after === null) return { _cdc }
  const { declared, undeclared } = separateUndeclared(event.after, schema.entries)
  return undeclared === null ? { ...declared, _cdc } : { ...declared, _other: undeclared, _cdc }
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
