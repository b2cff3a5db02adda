import { DatabaseSync } from 'node:sqlite'

/** It sets these to null where they are to stay as they are, and the first one cannot be null. */
const RECEIVED = ['approximate_receive_count', 'approximate_first_receive_timestamp']

/**
 * Changes how fauxqs keeps its messages in SQLite, in two ways. Has to run before it is loaded.
 *
 * Its write-ahead log is not brought to the disk at each commit (`synchronous = NORMAL`): what this
 * process wrote is with the system, which outlives it, and a queue takes twice as many messages.
 * https://www.sqlite.org/pragma.html#pragma_synchronous
 *
 * A message that is given back by a visibility timeout of 0 keeps its receive count: fauxqs
 * forgets it, which its own schema refuses, and the message would be gone.
 */
export function mendMessageStore(): void {
  const { exec, prepare } = DatabaseSync.prototype

  DatabaseSync.prototype.exec = function execAndRelax(sql) {
    Reflect.apply(exec, this, [sql])
    if (/journal_mode/i.test(sql)) Reflect.apply(exec, this, ['PRAGMA synchronous = NORMAL'])
  }
  DatabaseSync.prototype.prepare = function prepareMended(sql, ...options) {
    const mended = RECEIVED.reduce(
      (text, column) => text.replace(`${column} = ?`, `${column} = coalesce(?, ${column})`),
      sql,
    )
    return Reflect.apply(prepare, this, [mended, ...options])
  }
}
