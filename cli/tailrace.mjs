#!/usr/bin/env node
/** Runs the command line under the Node that the project brings, whatever the machine's own is. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const NODE = join(import.meta.dirname, '..', 'node_modules', '.bin', 'node')
if (!existsSync(NODE)) {
  process.stderr.write(
    'Tailrace is not set up yet: run `npm start` or `npm ci` in its folder first.\n',
  )
  process.exit(3)
}

const child = spawn(NODE, [join(import.meta.dirname, 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// A terminal sends Ctrl-C to the child as well.
process.on('SIGINT', () => undefined)
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
