import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { formatMessages } from 'esbuild'
import { zipSync } from 'fflate'
import { type BundledFile, splitBundle } from './split-bundle.ts'

/** Handler of a bundled function: the folder of services/ that it is made from. */
const HANDLER = /^dist\/([a-z][a-z0-9-]*)\/index\.handler$/

/** Fixed, so that the same sources give the same bytes; the first day that a zip can hold. */
const ZIP_TIME = new Date(1980, 0, 1)
/** A regular file that everyone may read, in the upper half as zip wants it. */
const READABLE_FILE = 0o100644 << 16
const UNIX = 3

/**
 * Bundles `services/<folder>/lambda.ts` and zips its files with their source maps. Sources are left
 * out of the maps: line numbers in a stack trace need none.
 *
 * @param handler as in serverless.yml, e.g. `dist/enrichment/index.handler`.
 * @returns the zip, byte for byte the same for the same sources wherever the checkout lies.
 * @throws Error that names the file a person has to look at.
 */
export async function bundleFunction(root: string, handler: string): Promise<Uint8Array> {
  const folder = HANDLER.exec(handler)?.[1]
  if (folder === undefined) {
    throw new Error(`handler ${handler} is not of the form dist/<folder of services>/index.handler`)
  }
  const entry = `services/${folder}/lambda.ts`
  if (!existsSync(join(root, entry))) throw new Error(`${entry} does not exist`)

  const files = await bundle(root, entry, `dist/${folder}`)
  const zipped = Object.fromEntries(
    files
      .map(({ name, contents }) => [`dist/${folder}/${name}`, contents] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  return zipSync(zipped, { mtime: ZIP_TIME, os: UNIX, attrs: READABLE_FILE, level: 9 })
}

async function bundle(
  root: string,
  entry: string,
  folder: string,
): Promise<readonly BundledFile[]> {
  try {
    return await splitBundle(root, entry, folder)
  } catch (error) {
    throw new Error(`${entry} cannot be bundled:\n${await explain(error)}`, { cause: error })
  }
}

async function explain(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error)
  if (!('errors' in error) || !Array.isArray(error.errors)) return error.message

  const messages = await formatMessages(error.errors, { kind: 'error', color: false })
  return messages.join('').trimEnd()
}
