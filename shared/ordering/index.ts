/**
 * The order of changes: the only place that compares two sequence numbers or turns one into a
 * version, so that a fix to a rule reaches every sink at once. Pure, total, and never a double.
 */
export { comparePositions, type OrderedPosition } from './compare-positions.ts'
export {
  type ExternalVersionOptions,
  GENERATION_MAX,
  sharesCounter,
  tiesLeft,
  toExternalVersion,
  toSnapshotVersion,
} from './external-version.ts'
export { toSequenceCounter } from './sequence-counter.ts'
export {
  type CodecId,
  codecId,
  layoutRule,
  SEQUENCE_LAYOUTS,
  type SequenceLayout,
} from './sequence-layout.ts'
export { compareSequenceNumbers, padSequenceNumber } from './sequence-order.ts'
