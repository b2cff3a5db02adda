import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * A module of fauxqs that it does not export, to change what it does otherwise than SQS. Its version
 * is pinned; whoever changes a part says by name when that part is not there any more.
 */
export async function importFromFauxqs(file: string): Promise<Readonly<Record<string, unknown>>> {
  const packageFile = findPackageJSON('fauxqs', import.meta.url)
  if (packageFile === undefined) throw new Error('fauxqs is not installed')
  return import(pathToFileURL(join(dirname(packageFile), 'dist', file)).href)
}
