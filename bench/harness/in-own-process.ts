import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SuiteResult } from './table.ts'

/**
 * Runs a suite of a checkout in a process of its own, so that none finds another's memory or warm code.
 *
 * @param root of the checkout.
 * @throws Error when the process ends without a result; what it said stands on the terminal.
 */
export async function inOwnProcess(root: string, suite: string): Promise<SuiteResult> {
  const child = fork(join(root, 'bench', 'harness', 'run-suite.ts'), [suite], { cwd: root })
  let result: SuiteResult | undefined
  child.on('message', (message) => {
    result = message as SuiteResult
  })
  const [code, signal] = await once(child, 'exit')
  if (result === undefined) throw new Error(`${suite} ended without a result (${signal ?? code}).`)
  return result
}
