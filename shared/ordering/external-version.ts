import { PipelineError } from '../errors/pipeline-error.ts'
import { toSequenceCounter } from './sequence-counter.ts'
import type { SequenceLayout } from './sequence-layout.ts'

/** Lowest bits left free, so that a compare-and-set write (which adds 1) stays below the next change. */
const FREE_BITS = 10n

/** Bits of a version below its generation. */
const GENERATION_SHIFT = 53n

/** OpenSearch versions end at 2^63 - 1, which leaves ten bits for the generation. */
export const GENERATION_MAX = 1023

const SNAPSHOT_VERSION = 1n

export interface ExternalVersionOptions {
  /** Default `aws`. */
  readonly layout?: SequenceLayout
  /** Place of the stream in the index's list of accepted lineages, 0 to 1023. Default 0. */
  readonly generation?: number
}

/**
 * The OpenSearch external version of a change: `generation * 2^53 + (counter << 10)`.
 *
 * ```
 *  62        53 52                        10 9         0
 * +------------+----------------------------+-----------+
 * | generation |          counter           | left free |
 * +------------+----------------------------+-----------+
 * ```
 * Of two changes of one item in one stream the later never has the lower version, and a change of
 * a later stream beats all of an earlier one. It is a bigint from text to text: a double would
 * round it.
 *
 * @throws PoisonError `record.sequence_invalid` when the number does not fit the layout.
 * @throws PipelineError `lineage.generation_invalid` when the generation is out of range,
 *   `sequence.layout_unknown` when there is no such layout.
 */
export function toExternalVersion(
  sequenceNumber: string,
  options: ExternalVersionOptions = {},
): bigint {
  if (options === null) {
    throw new PipelineError('sequence.layout_unknown', 'The options are null, and name no layout.')
  }
  const { layout = 'aws', generation = 0 } = options
  const counter = toSequenceCounter(sequenceNumber, layout)
  return toGenerationBase(generation) + (counter << FREE_BITS)
}

/**
 * The external version of a row that a backfill read: below every real change of its generation.
 *
 * @throws PipelineError `lineage.generation_invalid` when the generation is out of range.
 */
export function toSnapshotVersion(generation = 0): bigint {
  return toGenerationBase(generation) + SNAPSHOT_VERSION
}

/**
 * Whether two versions are of one generation and counter, so that only the whole numbers behind
 * them can tell which is the later.
 */
export function sharesCounter(a: bigint, b: bigint): boolean {
  return a >> FREE_BITS === b >> FREE_BITS
}

/** How often a version may still grow by 1 before it would be the next counter's: 1023 or less. */
export function tiesLeft(version: bigint): bigint {
  const lowestBits = (1n << FREE_BITS) - 1n
  return lowestBits - (version & lowestBits)
}

function toGenerationBase(generation: number): bigint {
  if (!Number.isInteger(generation) || generation < 0 || generation > GENERATION_MAX) {
    throw new PipelineError(
      'lineage.generation_invalid',
      `A generation is a whole number from 0 to ${GENERATION_MAX}, not ${generation}.`,
    )
  }
  return BigInt(generation) << GENERATION_SHIFT
}
