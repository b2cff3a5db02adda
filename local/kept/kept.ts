/**
 * What of a stack outlives its runtime, with `--keep`, beside the engines' own data: what AWS has in
 * services that are in this process here. Written at once, and not forced to the disk: it outlives
 * the process however that ends, not the machine.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { readIfThere } from './files.ts'
import { type Journal, openJournal } from './journal.ts'

/** Where everything lies that `--keep` keeps: a start without it leaves this folder alone. */
export function keptFolder(stateDir: string): string {
  return join(stateDir, 'kept')
}

/** A value that is replaced as a whole. */
export interface KeptValue<Value> {
  readonly path: string
  /** @returns undefined when none was written. @throws Error that names a file that holds no such value. */
  read(): Value | undefined
  write(value: Value): void
}

export interface Kept {
  /** What to do about a template that no longer fits what is kept. */
  readonly wayOut: string
  /** @param name of who takes on, alike at each start. */
  journal(name: string): Journal
  value<Value>(name: string, schema: v.GenericSchema<Value>): KeptValue<Value>
  /** To be called when nobody uses a journal any more. */
  close(): void
}

/** For the one process that owns the folder. */
export function openKept(folder: string): Kept {
  const journals: Journal[] = []
  mkdirSync(folder, { recursive: true })
  return {
    wayOut: `start without --keep, which leaves what is kept alone, or remove ${folder} to keep anew`,
    journal(name) {
      const journal = openJournal(join(folder, `${name}.journal`))
      journals.push(journal)
      return journal
    },
    value(name, schema) {
      const path = join(folder, `${name}.json`)
      const json = v.pipe(v.string(), v.parseJson(), schema)
      return {
        path,
        read() {
          const content = readIfThere(path)
          if (content.length === 0) return undefined
          const parsed = v.safeParse(json, content.toString())
          if (parsed.success) return parsed.output
          throw new Error(`${path} is not what was written there`)
        },
        write(value) {
          // A secret is among the values.
          writeFileSync(`${path}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 })
          renameSync(`${path}.new`, path)
        },
      }
    },
    close() {
      for (const journal of journals) journal.close()
    },
  }
}
