import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/**
 * Works on an engine's database while the engine does not run. Does nothing when there is no such
 * table: the engine makes it when it is first asked for something.
 */
export function editTable(
  path: string,
  table: string,
  edit: (database: DatabaseSync) => void,
): void {
  if (!existsSync(path)) return
  const database = new DatabaseSync(path)
  try {
    if (database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table)) edit(database)
  } finally {
    database.close()
  }
}
