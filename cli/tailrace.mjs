#!/usr/bin/env node
/**
 * Runs the command line under the Node that the project brings, whatever the machine's own is, an
 * old one as well: nothing here is newer than Node 14.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const NODE = join(HERE, '..', 'node_modules', '.bin', 'node')
const EXIT_ENVIRONMENT = 3

if (!existsSync(NODE)) {
  process.stderr.write(
    'Tailrace is not set up yet: run `npm start` or `npm ci` in its folder first.\n',
  )
  process.exit(EXIT_ENVIRONMENT)
}

const child = spawn(NODE, [join(HERE, 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// A terminal sends Ctrl-C to the child as well.
process.on('SIGINT', () => undefined)
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
