/** `npm run scenario <name>`. */
import { join, resolve } from 'node:path'
import { runScenario } from './run-scenario.ts'

const ROOT = join(import.meta.dirname, '..')

process.exitCode = await runScenario(process.argv.slice(2), {
  env: process.env,
  root: ROOT,
  stateDir: resolve(process.env.TAILRACE_STATE_DIR || join(ROOT, '.tailrace')),
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (message) => process.stderr.write(`${message}\n`),
  stdin: process.stdin,
})
