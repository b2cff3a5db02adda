import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

export interface LargeObject {
  /** `lake/<entity>/dt=<day>/large-<hash>.json.gz` */
  readonly name: string
  readonly body: Uint8Array
}

/**
 * A line that the stream does not take, as an object of its own in the partition where the stream
 * would have put it. The name is made from what identifies the change, so a retry makes no second one.
 */
export function toLargeObject(event: ChangeEvent, line: Uint8Array): LargeObject {
  const { entity, time, eventID, id, position } = event
  const { table, stream, sequenceNumber } = position
  const identity = event.op === 'snapshot' ? [eventID] : [table, stream, sequenceNumber, id]
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex')
  const day = time.slice(0, 'YYYY-MM-DD'.length)
  return { name: `lake/${entity}/dt=${day}/large-${hash}.json.gz`, body: gzipSync(line) }
}
