import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MESSAGES } from './sqs-and-s3.ts'

const TABLE = 'sqs_messages'

/**
 * Makes the messages visible that somebody had received when the last run ended: the functions that
 * had them are gone with it, and a visibility timeout may be many minutes. They keep their receive
 * counts. To be called while the engine does not run.
 */
export function returnMessages(dataDir: string): void {
  const path = join(dataDir, MESSAGES, 'fauxqs.db')
  if (!existsSync(path)) return
  const database = new DatabaseSync(path)
  try {
    // The engine may have been killed before it had made its tables.
    if (!database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(TABLE)) return
    database.exec(`UPDATE ${TABLE} SET receipt_handle = NULL, visibility_deadline = NULL`)
  } finally {
    database.close()
  }
}
