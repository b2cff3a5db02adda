import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Checkout extends AsyncDisposable {
  readonly root: string
}

/**
 * Another commit beside this one, with this one's dependencies and engines.
 *
 * @throws Error when there is no such commit, or it has no such benchmarks.
 */
export async function checkoutOf(root: string, ref: string): Promise<Checkout> {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const folder = join(await mkdtemp(join(tmpdir(), 'tailrace-bench-')), 'checkout')
  git('worktree', 'add', '--detach', folder, ref)
  const dispose = async () => void git('worktree', 'remove', '--force', folder)
  try {
    for (const name of ['node_modules', '.tailrace', join('bench', 'node_modules')]) {
      if (existsSync(join(root, name))) await symlink(join(root, name), join(folder, name))
    }
    if (!existsSync(join(folder, 'bench', 'harness', 'run-suite.ts'))) {
      throw new Error(`${ref} has no bench/harness: it is older than what could compare it.`)
    }
  } catch (error) {
    await dispose()
    throw error
  }
  return { root: folder, [Symbol.asyncDispose]: dispose }
}
