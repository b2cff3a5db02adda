/** Fetches the engines that the local runtime will start; part of the set-up of a fresh clone. */
import { join } from 'node:path'
import { EnvironmentError } from '../environment-error.ts'
import { describeWrongVariables } from '../environment-variables.ts'
import { describeSystemError } from '../system-error.ts'
import type { FetchOptions } from './fetch-by-maven.ts'
import { type EngineProfile, fetchEngine } from './fetch-engine.ts'
import { fetchRedis } from './fetch-redis.ts'
import { findJdk, type Jdk, openSearchProfile } from './jdk.ts'

const EXIT = { input: 2, environment: 3 } as const
const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
const NAMES: Readonly<Record<EngineProfile, string>> = {
  'opensearch-2': 'OpenSearch 2.19',
  'opensearch-3': 'OpenSearch 3.8',
  dynamodb: 'DynamoDB Local',
}

process.exitCode = await fetchAll(process.env)

/** @returns the exit code; what went wrong was told. */
async function fetchAll(env: NodeJS.ProcessEnv): Promise<number> {
  const wrong = describeWrongVariables(env)
  if (wrong !== undefined) return tell(wrong, EXIT.input)
  try {
    await fetchMissing(env)
    return 0
  } catch (error) {
    const known = error instanceof EnvironmentError ? error.message : describeSystemError(error)
    if (known === undefined) throw error
    return tell(known, EXIT.environment)
  }
}

function tell(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`)
  return exitCode
}

async function fetchMissing(env: NodeJS.ProcessEnv): Promise<void> {
  if (!(env.OPENSEARCH_URL && env.DYNAMODB_URL)) await fetchJavaEngines(env, await findJdk(env))
  if (!env.REDIS_URL) await withProgress('Redis', fetchRedis)
}

async function fetchJavaEngines(env: NodeJS.ProcessEnv, jdk: Jdk): Promise<void> {
  const profiles: EngineProfile[] = [
    ...(env.OPENSEARCH_URL ? [] : [openSearchProfile(jdk)]),
    ...(env.DYNAMODB_URL ? [] : ['dynamodb' as const]),
  ]
  for (const profile of profiles) {
    await withProgress(NAMES[profile], (options) => fetchEngine(profile, { ...options, jdk }))
  }
}

async function withProgress(
  name: string,
  fetch: (options: FetchOptions) => Promise<unknown>,
): Promise<void> {
  const started = performance.now()
  let outcome = 'failed'
  let fetching = false
  const onFetch = () => {
    fetching = true
    process.stdout.write(`Fetching ${name} ... `)
  }
  try {
    await fetch({ enginesDir: ENGINES_DIR, onFetch })
    outcome = `${((performance.now() - started) / 1000).toFixed(1)} s`
  } finally {
    if (fetching) process.stdout.write(`${outcome}\n`)
  }
}
