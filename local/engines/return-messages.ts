import { join } from 'node:path'
import { editTable } from './edit-table.ts'
import { MESSAGES } from './sqs-and-s3.ts'

/**
 * Makes the messages visible that somebody had received when the last run ended: the functions that
 * had them are gone with it, and a visibility timeout may be many minutes. They keep their receive
 * counts. To be called while the engine does not run.
 */
export function returnMessages(dataDir: string): void {
  editTable(join(dataDir, MESSAGES, 'fauxqs.db'), 'sqs_messages', (database) => {
    database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL')
  })
}
