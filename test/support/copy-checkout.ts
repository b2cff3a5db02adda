import { cp, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const COPIED = ['cli', 'entities', 'infra', 'local', 'services', 'shared']
const LINKED = ['node_modules', join('.tailrace', 'engines')]

/**
 * A checkout to edit: what runs is copied, what was fetched is linked.
 *
 * @returns the main file of its command line.
 */
export async function copyCheckout(to: string): Promise<string> {
  for (const name of [...COPIED, 'package.json', 'serverless.yml']) {
    await cp(join(ROOT, name), join(to, name), { recursive: true })
  }
  for (const name of LINKED) {
    await mkdir(dirname(join(to, name)), { recursive: true })
    await symlink(join(ROOT, name), join(to, name))
  }
  return join(to, 'cli', 'main.ts')
}
