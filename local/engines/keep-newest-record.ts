import { join } from 'node:path'
import { editTable } from './edit-table.ts'

/**
 * Keeps DynamoDB Local from counting its streams' sequence numbers from 1 again: when it opens its
 * database it removes records older than 24 hours, and goes on after the greatest number that is
 * left. Numbers that begin anew are older than what a Pipe has done and an index holds, and the
 * changes would be lost. So the newest record is made young, for the engine alone: what a reader is
 * told of its time stays.
 *
 * Seen in 3.1.0. To be called while the engine does not run.
 *
 * @param now epoch milliseconds, by the engine's own clock.
 */
export function keepNewestRecord(dataDir: string, now: number): void {
  editTable(join(dataDir, 'dynamodb', 'shared-local-instance.db'), 'us', (database) => {
    database
      .prepare(
        `UPDATE us SET CreationDateTime = ?
           WHERE SequenceNumber = (SELECT MAX(SequenceNumber) FROM us)`,
      )
      .run(now)
  })
}
