import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes the folder of one engine's data. It is the same whatever port the engine listens on, so that
 * a later start, with another port, finds what was kept.
 */
export async function makeEngineFolder(dataDir: string, engine: string): Promise<string> {
  const folder = join(dataDir, engine)
  await mkdir(folder, { recursive: true })
  return folder
}
