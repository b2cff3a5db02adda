import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { unzipSync } from 'fflate'

/**
 * Unpacks a function's package into a folder of its own.
 *
 * The folder must lie outside any Node project: inside one, a dependency that is missing in the
 * package would be found there, and here only.
 *
 * @throws Error when the zip is broken or has an entry that would land outside the folder.
 */
export async function unpackZip(zipPath: string, intoDir: string): Promise<void> {
  const root = resolve(intoDir)
  const entries = Object.entries(unzipSync(await readFile(zipPath)))
  await mkdir(root, { recursive: true })
  for (const [name, content] of entries) {
    const path = resolve(root, name)
    if (path !== root && !path.startsWith(root + sep)) {
      throw new Error(`${zipPath} has an entry outside its folder: ${name}`)
    }
    if (name.endsWith('/')) continue
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
}
