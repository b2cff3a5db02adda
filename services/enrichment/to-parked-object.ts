import { createHash } from 'node:crypto'
import { isSafeEventId } from '../../shared/change-event/event-id.ts'
import { isRecord } from '../../shared/json/is-record.ts'
import type { Parked } from './enrich.ts'
import { toJsonText } from './to-json-text.ts'

export interface ParkedObject {
  /** `parked/<entity or unknown>/<eventID>.json`. */
  readonly name: string
  readonly body: string
}

/**
 * A poison record as it is kept: whole, however deep, with the reason. The same record always gives the same
 * name, so that parking it again makes no second one.
 */
export function toParkedObject(record: unknown, parked: Parked): ParkedObject {
  const { code, message, cause = null, entity = 'unknown' } = parked
  return {
    name: `parked/${entity}/${toName(record)}.json`,
    body: toJsonText({ code, message, cause, parkedBy: 'enrichment', record }),
  }
}

function toName(record: unknown): string {
  const eventID = isRecord(record) ? record.eventID : undefined
  if (isSafeEventId(eventID)) return eventID
  return `sha256-${createHash('sha256').update(toJsonText(record)).digest('hex')}`
}
