import { join, resolve } from 'node:path'
import { EXIT } from './command.ts'
import { runCommand } from './run-command.ts'

const ROOT = join(import.meta.dirname, '..')

process.stdout.on('error', leaveWhenNobodyReads)
process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  root: ROOT,
  stateDir: resolve(process.env.TAILRACE_STATE_DIR || join(ROOT, '.tailrace')),
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  complain: (message) => process.stderr.write(`${message}\n`),
  stdin: process.stdin,
})

/** As in `tailrace search | head -1`. */
function leaveWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  if (process.argv[2] !== 'up') process.exit(EXIT.ok)
}
