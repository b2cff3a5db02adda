/**
 * Sets up a fresh clone: dependencies by `npm ci`, then the engines by Maven. Does nothing when that
 * was done before for the same lockfile and engine versions.
 *
 * Runs under the machine's own Node (20 or newer) before any dependency is there, so it is plain
 * JavaScript and uses Node alone; what it starts runs under the Node that the lockfile names.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const EXIT_ENVIRONMENT = 3
const NODE_MAJOR_MIN = 20
const ROOT = import.meta.dirname
const STAMP = join(ROOT, 'node_modules', '.tailrace-lockfile')
const NODE = join(ROOT, 'node_modules', '.bin', 'node')

requireNode()
installDependencies()
fetchEngines()

function requireNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < NODE_MAJOR_MIN) {
    fail(
      `Node ${NODE_MAJOR_MIN} or newer is needed, and this is ${process.version}: see https://nodejs.org.`,
    )
  }
}

function installDependencies() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfile) return
  const started = performance.now()
  process.stdout.write('Installing dependencies ...')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (npm.status !== 0) {
    fail(`\nnpm ci failed:\n${npm.stderr || npm.error?.message || npm.stdout}`)
  }
  writeFileSync(STAMP, lockfile)
  process.stdout.write(` ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

function fetchEngines() {
  const engines = spawnSync(NODE, [join(ROOT, 'local', 'engines', 'fetch-all.ts')], {
    stdio: 'inherit',
  })
  if (engines.status !== 0) process.exit(engines.status ?? EXIT_ENVIRONMENT)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(EXIT_ENVIRONMENT)
}
