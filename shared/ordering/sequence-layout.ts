import { PipelineError } from '../errors/pipeline-error.ts'

/**
 * How a stream's sequence numbers are built. An explicit setting, never a guess from the digits:
 * - `aws`: 21 to 40 digits without a leading zero, `A * 10^20 + B`, where A counts the changes of
 *   a partition and B is the storage node's own number. AWS documents the length; the parts are
 *   read off public samples (test/fixtures/sequence-samples.csv).
 * - `dynamodb-local`: DynamoDB Local's counter from 1, padded with zeros to 21 digits.
 */
export const SEQUENCE_LAYOUTS = ['aws', 'dynamodb-local'] as const
export type SequenceLayout = (typeof SEQUENCE_LAYOUTS)[number]

/** What a change's number must look like, and by how much to divide it to reach its counter. */
interface LayoutRule {
  readonly pattern: RegExp
  readonly divisor: bigint
  /** Names the version codec in an index's `_meta`; changes whenever `toExternalVersion` would answer otherwise. */
  readonly codecId: string
}

const LAYOUT_RULES = {
  aws: { pattern: /^[1-9][0-9]{20,39}$/, divisor: 10n ** 20n, codecId: 'aws-20-10-1' },
  'dynamodb-local': {
    pattern: /^0[0-9]{20}$/,
    divisor: 1n,
    codecId: 'dynamodb-local-0-10-1',
  },
} as const satisfies Record<SequenceLayout, LayoutRule>

export type CodecId = (typeof LAYOUT_RULES)[SequenceLayout]['codecId']

/**
 * How numbers of a layout are read.
 *
 * @throws PipelineError `sequence.layout_unknown` when there is no such layout: nothing is guessed.
 */
export function layoutRule(layout: SequenceLayout): LayoutRule & { readonly codecId: CodecId } {
  if (SEQUENCE_LAYOUTS.includes(layout)) return LAYOUT_RULES[layout]
  throw new PipelineError(
    'sequence.layout_unknown',
    `The sequence layout is none of ${SEQUENCE_LAYOUTS.join(', ')}.`,
  )
}

/**
 * The version codec that an index fed from such a stream declares in its `_meta`.
 *
 * @throws PipelineError `sequence.layout_unknown` when there is no such layout.
 */
export function codecId(layout: SequenceLayout): CodecId {
  return layoutRule(layout).codecId
}
