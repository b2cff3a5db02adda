import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { bundleFunction } from '../../infra/bundle-function.ts'
import { median } from './rounds.ts'

const STARTS = 21
const ROOT = join(import.meta.dirname, '..', '..')
const NONE = [0, 0] as const
const EMPTY = 'exports.handler = async () => ({})'
const LOADER = `
const begun = performance.now()
const before = process.cpuUsage()
require(process.argv[2])
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify([performance.now() - begun, (user + system) / 1_000]))
process.exit()`

/** What the function's process does before its first batch, beside a function that does nothing. */
export async function benchColdStart(endpoint: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-cold-'))
  try {
    const zip = await bundleFunction(ROOT, 'dist/cache-invalidator/index.handler')
    for (const [name, bytes] of Object.entries(unzipSync(zip))) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), bytes)
    }
    await writeFile(join(folder, 'empty.cjs'), EMPTY)
    await writeFile(join(folder, 'loader.cjs'), LOADER)
    const files = ['empty.cjs', 'dist/cache-invalidator/index.cjs']
    const starts = Array.from({ length: STARTS }, () =>
      files.map((file) => load(folder, file, environment(endpoint))),
    )
    const title = `Cold start, ms, median of ${STARTS} fresh processes`
    console.log(`\n${title}, zip of ${zip.length >> 10} KiB`)
    for (const [place, name] of ['an empty function', 'ours'].entries()) {
      const ofFile = starts.map((start) => start[place] ?? NONE)
      const ms = ofFile.map(([wall]) => wall)
      const range = `${Math.min(...ms).toFixed(1)} .. ${Math.max(...ms).toFixed(1)}`
      const cpu = median(ofFile.map(([, one]) => one)).toFixed(1)
      console.log(`${name.padEnd(48)}${median(ms).toFixed(1).padStart(9)}   ${range}, CPU ${cpu}`)
    }
    const over = starts.map(([empty, ours]) => (ours?.[0] ?? 0) - (empty?.[0] ?? 0))
    console.log(`${'over empty'.padEnd(48)}${median(over).toFixed(1).padStart(9)}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** @returns wall and CPU time, ms. */
function load(folder: string, file: string, env: Record<string, string>): [number, number] {
  const paths = [join(folder, 'loader.cjs'), join(folder, file)]
  return JSON.parse(execFileSync(process.execPath, paths, { encoding: 'utf8', env }))
}

function environment(endpoint: string): Record<string, string> {
  return {
    POWERTOOLS_SERVICE_NAME: 'cache-invalidator',
    POWERTOOLS_METRICS_NAMESPACE: 'bench',
    TAILRACE_CACHE_ENDPOINT: endpoint,
    TAILRACE_CACHE_MODE: 'single',
    TAILRACE_CACHE_AUTH: 'none',
    TAILRACE_CACHE_PREFIX: 'bench',
    TAILRACE_CACHE_QUEUE_URL: 'https://sqs.example.org/1/cache',
    TAILRACE_CACHE_DLQ_URL: 'https://sqs.example.org/1/cache-dlq',
    TAILRACE_CACHE_REQUEST_TIMEOUT_MS: '2000',
    TAILRACE_CACHE_FLOOR_TTL_SECONDS: '86400',
  }
}
