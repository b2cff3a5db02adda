import { createHash, randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Who has it; or that it was taken, and what a dead process had left there. */
export type Taking = { readonly holder: string } | { readonly replaced: string | undefined }

/**
 * Takes a file that at most one living process holds at a time, whichever of them dies when.
 *
 * ```
 * nothing there    link ─► taken; of several that do, one succeeds
 * a dead one's     take the right to replace it, a file too ─► still there? rename ─► taken
 * a living one's   it holds it
 * ```
 * So what a dead one left is replaced by one alone, and never what has come in its place meanwhile.
 *
 * @param content tells this process from any other.
 * @param isLiving whether the process is there that wrote a content.
 */
export async function takeFile(
  path: string,
  content: string,
  isLiving: (content: string) => Promise<boolean>,
): Promise<Taking> {
  for (;;) {
    if (await linkNew(path, content)) return { replaced: undefined }
    const found = await read(path)
    if (found === undefined) continue
    if (await isLiving(found)) return { holder: found }

    const right = rightToReplace(path, found)
    const taking = await takeFile(right, content, isLiving)
    if ('holder' in taking) return taking
    try {
      if ((await read(path)) !== found) continue
      await replaceFile(path, content)
      return { replaced: found }
    } finally {
      await rm(right, { force: true })
    }
  }
}

/** The file whose holder alone may replace that content. */
export function rightToReplace(path: string, content: string): string {
  return `${path}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
}

/** Who reads it sees what was there before, or all of this. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await withWritten(path, content, (written) => rename(written, path))
}

/** @returns false when there is one already. */
async function linkNew(path: string, content: string): Promise<boolean> {
  try {
    await withWritten(path, content, (written) => link(written, path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Gives the content as a file beside that path, under a name of its own, which is gone afterwards. */
async function withWritten(
  path: string,
  content: string,
  use: (written: string) => Promise<void>,
): Promise<void> {
  const written = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeFile(written, content)
    await use(written)
  } finally {
    await rm(written, { force: true })
  }
}

/** Nothing is not the same as an empty file, which a disk that was full may have left. */
async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
