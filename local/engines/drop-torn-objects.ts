import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

const DESCRIPTION = '.meta.json'

/**
 * Removes objects whose description was cut off when their store was killed in the midst of a
 * write, which nobody was told had succeeded: with one of them the store does not start again.
 *
 * @returns paths of the descriptions.
 */
export async function dropTornObjects(storageDir: string): Promise<string[]> {
  const torn: string[] = []
  const entries = await readdir(storageDir, { recursive: true, withFileTypes: true }).catch(ifNew)
  const described = entries.filter((entry) => entry.isFile() && entry.name.endsWith(DESCRIPTION))
  for (const { parentPath, name } of described) {
    const path = join(parentPath, name)
    if (isJson(await readFile(path, 'utf8'))) continue
    await rm(path)
    await rm(`${path.slice(0, -DESCRIPTION.length)}.data`, { force: true })
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
