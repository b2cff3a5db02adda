import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where lake objects lie in their bucket, and which of its folders are partitions. */
const LAKE_FOLDER = 'lake'
const PARTITION = /^[^/]+\/dt=\d{4}-\d\d-\d\d\//

/** The local S3 keeps an object's bytes in one file, and then what it knows of it in the other. */
const BODY = '.data'
const DESCRIPTION = '.meta.json'

/**
 * The files of the lake's objects below a folder: those of the local S3, or copied from a bucket.
 *
 * @returns absolute paths, sorted; none where there is no lake yet. An object that is still being
 *   written is not among them.
 */
export async function listLakeObjects(lakeDir: string): Promise<string[]> {
  const folder = join(lakeDir, LAKE_FOLDER)
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifMissing)
  const files = found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const names = new Set(files)
  return files
    .filter((file) => PARTITION.test(file.slice(folder.length + 1)) && isWhole(file, names))
    .sort()
}

function isWhole(file: string, names: ReadonlySet<string>): boolean {
  if (file.endsWith(DESCRIPTION)) return false
  return !file.endsWith(BODY) || names.has(file.slice(0, -BODY.length) + DESCRIPTION)
}

function ifMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
