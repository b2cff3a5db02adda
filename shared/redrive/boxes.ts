import type { Letter, ReadLetter } from './letter.ts'
import { readBusLetter, readEventLetter } from './read-event-letter.ts'
import { readParkedLetter } from './read-parked-letter.ts'
import { readPositionLetter } from './read-position-letter.ts'
import { SINKS } from './sinks.ts'

/** A place where dead letters lie. */
export interface Box {
  readonly name: string
  /** Logical id of the queue; of the bucket for parked records. */
  readonly resource: string
  readonly of: 'queue' | 'bucket'
  readonly read: (letter: Letter) => ReadLetter
  /** Where its letters go, for a person; null where they cannot be redriven. */
  readonly goesTo: string | null
}

const TO_BUS = 'the enrichment, then the bus: to every sink'

export const BOXES: readonly Box[] = [
  { name: 'pipe', resource: 'PipeDlq', of: 'queue', read: readPositionLetter, goesTo: TO_BUS },
  ...SINKS.map(
    ({ name, deadLetters, queue }): Box => ({
      name,
      resource: deadLetters,
      of: 'queue',
      read: readEventLetter,
      goesTo: `${queue}: to this sink alone`,
    }),
  ),
  {
    name: 'parked',
    resource: 'ParkedBucket',
    of: 'bucket',
    read: readParkedLetter,
    goesTo: TO_BUS,
  },
  { name: 'bus', resource: 'BusDlq', of: 'queue', read: readBusLetter, goesTo: null },
]
