import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { bundleFunction } from '../../infra/bundle-function.ts'
import { median } from './rounds.ts'

const STARTS = 21
const ROOT = join(import.meta.dirname, '..', '..')
const EMPTY = 'exports.handler = async () => ({})'
const LOADER = `
const begun = performance.now()
require(process.argv[2])
console.log(performance.now() - begun)
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
    const load = (file: string) =>
      Number(
        execFileSync(process.execPath, [join(folder, 'loader.cjs'), join(folder, file)], {
          encoding: 'utf8',
          env: environment(endpoint),
        }),
      )
    const times = {
      'empty.cjs': [] as number[],
      'dist/cache-invalidator/index.cjs': [] as number[],
    }
    for (let start = 0; start < STARTS; start += 1) {
      for (const [file, all] of Object.entries(times)) all.push(load(file))
    }
    console.log(
      `\nCold start, ms, median of ${STARTS} fresh processes, zip of ${zip.length >> 10} KiB`,
    )
    const [empty = [], ours = []] = Object.values(times)
    for (const [name, all] of Object.entries({ 'an empty function': empty, ours })) {
      const range = `${Math.min(...all).toFixed(1)} .. ${Math.max(...all).toFixed(1)}`
      console.log(`${name.padEnd(48)}${median(all).toFixed(1).padStart(9)}   ${range}`)
    }
    console.log(
      `${'over empty'.padEnd(48)}${(median(ours) - median(empty)).toFixed(1).padStart(9)}`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
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
