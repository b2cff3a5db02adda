import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { STAGING } from './mend-objects.ts'

/** Of an object, beside its data, and of a bucket. */
const DESCRIPTION = '.meta.json'
const BUCKET = '.bucket.json'

/**
 * Removes what was cut off when its store was killed in the midst of a write or a deletion, which
 * nobody was told had succeeded. With the torn description of an object or a bucket the store does not
 * start again. One without its data, which is written first and deleted first, would be listed and
 * could never be read.
 *
 * @returns paths of the descriptions.
 */
export async function dropTornObjects(storageDir: string): Promise<string[]> {
  const torn: string[] = []
  await rm(join(storageDir, STAGING), { recursive: true, force: true })
  const entries = await readdir(storageDir, { recursive: true, withFileTypes: true }).catch(ifNew)
  const describes = (name: string) => name.endsWith(DESCRIPTION) || name === BUCKET
  for (const { parentPath, name } of entries.filter((one) => one.isFile() && describes(one.name))) {
    const path = join(parentPath, name)
    const data = name === BUCKET ? undefined : `${path.slice(0, -DESCRIPTION.length)}.data`
    const isWhole = data === undefined || existsSync(data)
    if (isWhole && isJson(await readFile(path, 'utf8'))) continue
    await rm(path)
    if (data !== undefined) await rm(data, { force: true })
    torn.push(path)
  }
  return torn
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function ifNew(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
