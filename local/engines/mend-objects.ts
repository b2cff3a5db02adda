import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { importFromFauxqs } from './import-from-fauxqs.ts'

/** Of the engine's store of objects, what writing one needs. */
interface ObjectStore {
  readonly baseDir: string
  readonly bucketsDir: string
}

/** Folder of what is being written, beside the buckets'. */
export const STAGING = '_staging'

/**
 * Makes objects appear whole: fauxqs writes them where they are read, by S3 and, in the lake, by
 * whoever reads the files. Has to run before the first object is written.
 *
 * @throws Error when fauxqs is not the one this was written for.
 */
export async function mendObjects(): Promise<void> {
  const { FileS3Persistence } = await importFromFauxqs('s3/fileS3Persistence.js')
  const methods = typeof FileS3Persistence === 'function' ? FileS3Persistence.prototype : {}
  const original: unknown = methods.upsertObject
  if (typeof original !== 'function') {
    throw new Error('fauxqs has changed: its object store has no upsertObject')
  }
  methods.upsertObject = function writeThenMove(this: ObjectStore, ...args: unknown[]) {
    const staging = join(this.baseDir, STAGING, randomUUID())
    try {
      Reflect.apply(original, { bucketsDir: staging }, args)
      moveFiles(staging, this.bucketsDir)
    } finally {
      rmSync(staging, { recursive: true, force: true })
    }
  }
}

/** An object's data goes before its description, as the store writes them. */
function moveFiles(from: string, to: string): void {
  const entries = readdirSync(from, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const path of paths.sort()) {
    const target = join(to, relative(from, path))
    mkdirSync(dirname(target), { recursive: true })
    renameSync(path, target)
  }
}
