import { writeFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'

/** Writes a package with these files, for tests: path in the package -> source text. */
export async function writeFunctionZip(
  zipPath: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)])
  await writeFile(zipPath, zipSync(Object.fromEntries(entries)))
}
