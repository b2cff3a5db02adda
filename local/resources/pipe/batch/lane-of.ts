import type { SourceRecord } from '../source-record.ts'

const HASH_SEED = 5381

/** Which of the lanes a record belongs to: the same for all records of one partition key. */
export function laneOf(record: SourceRecord, partitionKey: string, lanes: number): number {
  const text = JSON.stringify(record.dynamodb.Keys[partitionKey] ?? null)
  let hash = HASH_SEED
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(hash, 33) + text.charCodeAt(index)) >>> 0
  }
  return hash % lanes
}
