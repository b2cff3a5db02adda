/**
 * Sets up a fresh clone: dependencies by `npm ci`, then the engines by Maven. Does nothing when that
 * was done before for the same lockfile and engine versions.
 *
 * Runs under the machine's own Node before any dependency is there, so it is plain JavaScript and
 * uses Node alone; what it starts runs under the Node that the lockfile names. An old Node has to
 * come as far as being told so: nothing here is newer than Node 14 (no import.meta.dirname).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const EXIT_ENVIRONMENT = 3
const NODE_MAJOR_MIN = 20
const ROOT = dirname(fileURLToPath(import.meta.url))
const STAMP = join(ROOT, 'node_modules', '.tailrace-lockfile')
const NODE = join(ROOT, 'node_modules', '.bin', 'node')

requireNode()
installDependencies()
fetchEngines()

function requireNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < NODE_MAJOR_MIN) {
    fail(
      `Node ${NODE_MAJOR_MIN} or newer is needed, and this is ${process.version}: install one, for example from https://nodejs.org.`,
    )
  }
}

function installDependencies() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfile) return
  const started = Date.now()
  process.stdout.write('Installing dependencies ... ')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (npm.status !== 0) {
    process.stdout.write('failed\n')
    fail(describeNpmFailure(npm))
  }
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  if (!existsSync(NODE)) {
    fail(
      'npm ci did not bring the Node that runs Tailrace, because it ran no install scripts: run `npm config delete ignore-scripts`, then try again.',
    )
  }
  writeFileSync(STAMP, lockfile)
}

function describeNpmFailure({ error, signal, stderr, stdout }) {
  if (error && error.code === 'ENOENT') {
    return 'npm is missing (it was not found on the PATH), and it installs the dependencies: install Node with npm, for example from https://nodejs.org.'
  }
  if (signal) return `npm ci was ended by ${signal}.`
  return `npm could not install the dependencies:\n${stderr || stdout || error}`
}

function fetchEngines() {
  const engines = spawnSync(NODE, [join(ROOT, 'local', 'engines', 'fetch-all.ts')], {
    stdio: 'inherit',
  })
  if (engines.status !== 0)
    process.exit(engines.status === null ? EXIT_ENVIRONMENT : engines.status)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(EXIT_ENVIRONMENT)
}
