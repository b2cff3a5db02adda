import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import { openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'

/** A change of an order, by what the stream or the lake says of it. */
export interface Change {
  readonly eventID: string
  readonly id: string
  /** Compares as text with those of the same stream. */
  readonly seq: string
  readonly isParked: boolean
}

/** Digits to which the lake pads. */
const SEQ_DIGITS = 40
const STATUSES = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled']

/** Of the records of a stream those of orders, as the lake should have them. */
export function changesOf(records: readonly StreamRecord[]): readonly Change[] {
  return records.flatMap(({ eventID = '', dynamodb }): Change[] => {
    const { Keys, NewImage, SequenceNumber = '' } = dynamodb ?? {}
    const [pk = '', sk = ''] = [Keys?.pk?.S, Keys?.sk?.S]
    if (!pk.startsWith('CUSTOMER#') || !sk.startsWith('ORDER#')) return []
    const seq = SequenceNumber.padStart(SEQ_DIGITS, '0')
    const isParked = NewImage !== undefined && !STATUSES.includes(NewImage.status?.S ?? '')
    return [{ eventID, id: `${pk}|${sk}`, seq, isParked }]
  })
}

/** What the view `changes` has. */
export async function changesIn(lakeDir: string): Promise<readonly Change[]> {
  const lake = await openDuckDbLake(await listLakeObjects(lakeDir), definitions)
  try {
    const { rows } = await lake.query('SELECT event_id, id, seq, parked FROM changes')
    return rows.map(([eventID, id, seq, parked]) => ({
      ...{ eventID: String(eventID), id: String(id), seq: String(seq) },
      isParked: parked !== null,
    }))
  } finally {
    lake.close()
  }
}
