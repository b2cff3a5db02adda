import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { listLakeObjects } from './list-lake-objects.ts'

/** What of a lake record decides. */
interface LakeRecord {
  readonly id: string
  readonly seq: string
  readonly stream: string
  readonly time: string
  readonly event_id: string
  readonly parked: string | null
  /** The image as JSON text. */
  readonly after: string | null
}

/**
 * The current items of the lake, from its objects alone: of each id the image of the newest change
 * that was not parked. A removed item has none.
 */
export async function readLake(lakeDir: string): Promise<ReadonlyMap<string, unknown>> {
  const newest = new Map<string, LakeRecord>()
  for (const file of await listLakeObjects(lakeDir)) {
    for (const line of gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n')) {
      const record: LakeRecord = JSON.parse(line)
      const known = newest.get(record.id)
      if (record.parked === null && (known === undefined || isLater(record, known))) {
        newest.set(record.id, record)
      }
    }
  }
  const current = new Map<string, unknown>()
  for (const { id, after } of newest.values())
    if (after !== null) current.set(id, JSON.parse(after))
  return current
}

/** Two snapshots of an item are of one number: then their time decides, as in the lake's own views. */
function isLater(one: LakeRecord, other: LakeRecord): boolean {
  return orderOf(one) > orderOf(other)
}

function orderOf({ stream, seq, time, event_id }: LakeRecord): string {
  return `${stream} ${seq} ${time} ${event_id}`
}
