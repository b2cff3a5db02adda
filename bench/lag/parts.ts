import { percentile } from '../harness/percentile.ts'
import type { Table } from '../harness/table.ts'
import type { Journey } from './journey.ts'
import { lagTitle, type Phase } from './tables.ts'

type Moment = (journey: Journey) => number

const by =
  (service: string): Moment =>
  ({ at }) =>
    at.get(service) ?? Number.NaN

/** Of what the way to each sink consists: from where, to where. */
const PARTS: Readonly<Record<string, readonly [from: Moment, to: Moment]>> = {
  "the table's answer, from when the write was due": [({ dueMs }) => dueMs, acked],
  'until the Pipe reads it': [acked, by('pipe')],
  'until the enrichment is through': [by('pipe'), by('enrichment')],
  'until it is on the bus': [by('enrichment'), by('bus')],
  "until it is in the sink's queue": [by('bus'), by('SearchRule')],
  'cache: queue to end': [by('CacheRule'), by('cache-invalidator')],
  'lake: queue to end': [by('LakeRule'), by('lake-writer')],
  'search: queue to end': [by('SearchRule'), by('search-projector')],
  'search: until a search finds it': [
    by('search-projector'),
    ({ foundMs }) => foundMs ?? Number.NaN,
  ],
}

/** The median of each part. The sum of medians is not the median of the sum. */
export function toPartsTable({ rate, journeys }: Phase): Table {
  return {
    title: `Of what it consists at ${lagTitle(rate)}`,
    unit: 'ms, p50',
    better: 'lower',
    rows: Object.entries(PARTS).map(([name, [from, to]]) => ({
      name,
      values: [
        percentile(
          journeys.map((journey) => to(journey) - from(journey)),
          0.5,
        ),
      ],
    })),
  }
}

function acked({ ackedMs }: Journey): number {
  return ackedMs
}
