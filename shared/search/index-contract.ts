import type { StreamName } from '../change-event/parse-stream-arn.ts'
import { isRecord } from '../json/is-record.ts'

/**
 * What an index says of its own document versions, in its mapping's `_meta`. Versions of two
 * codecs, or of two lists of lineages, do not compare.
 */
export interface IndexContract {
  /** Id of the version codec; null when the index names none, so it was not made by Tailrace. */
  readonly codec: string | null
  /**
   * The streams whose changes the index accepts. A stream's place is its generation: changes of a
   * later one win. Only ever appended to.
   */
  readonly lineages: readonly StreamName[]
}

/** The generation of a position's table and stream, 0 or more; null when the index does not know it. */
export function generationOf(contract: IndexContract, position: StreamName): number | null {
  const place = contract.lineages.findIndex((lineage) => isSameStream(lineage, position))
  return place < 0 ? null : place
}

/** The list with a stream appended, unless it is in it: never shortened, never reordered. */
export function appendLineage(
  lineages: readonly StreamName[],
  { table, stream }: StreamName,
): readonly StreamName[] {
  const isKnown = lineages.some((lineage) => isSameStream(lineage, { table, stream }))
  return isKnown ? lineages : [...lineages, { table, stream }]
}

const NO_CONTRACT: IndexContract = { codec: null, lineages: [] }

/** Reads `_meta`. One that is not of its form is no contract, so nothing is written on a guess. */
export function toContract(meta: unknown): IndexContract {
  if (!isRecord(meta)) return NO_CONTRACT
  const { codec, lineages } = meta
  if (typeof codec !== 'string' || !Array.isArray(lineages)) return NO_CONTRACT
  return lineages.every(isStreamName) ? { codec, lineages } : NO_CONTRACT
}

function isStreamName(value: unknown): value is StreamName {
  return isRecord(value) && typeof value.table === 'string' && typeof value.stream === 'string'
}

function isSameStream(a: StreamName, b: StreamName): boolean {
  return a.table === b.table && a.stream === b.stream
}
