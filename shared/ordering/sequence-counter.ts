import { PoisonError } from '../errors/pipeline-error.ts'
import { layoutRule, type SequenceLayout } from './sequence-layout.ts'

/** Counters stay below this, so a version's low 53 bits hold one: at 1,000 writes a second of one partition, 279 years. */
const COUNTER_LIMIT = 2n ** 43n

/**
 * Reads the counter out of a change's sequence number: the part that never falls between two
 * changes of one item. It is a floor division, so a greater number never gives a smaller counter,
 * whatever its digits mean.
 *
 * A snapshot's `"0"` is no stream number and is refused, and so is a counter of 0: every real
 * change must beat a snapshot.
 *
 * @throws PoisonError `record.sequence_invalid` when the number does not fit the layout.
 * @throws PipelineError `sequence.layout_unknown` when there is no such layout.
 */
export function toSequenceCounter(sequenceNumber: string, layout: SequenceLayout): bigint {
  const rule = layoutRule(layout)
  if (typeof sequenceNumber !== 'string' || !rule.pattern.test(sequenceNumber)) {
    throw refused(`is not of the layout ${layout}`)
  }
  const counter = BigInt(sequenceNumber) / rule.divisor
  if (counter === 0n) throw refused('counts from 0, and the first change is 1')
  if (counter >= COUNTER_LIMIT) throw refused('has a counter of 2^43 or more')
  return counter
}

function refused(reason: string): PoisonError {
  return new PoisonError('record.sequence_invalid', `The sequence number ${reason}.`)
}
