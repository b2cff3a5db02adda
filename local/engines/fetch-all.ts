/** Fetches the engines that the local runtime will start; part of the set-up of a fresh clone. */
import { join } from 'node:path'
import { EnvironmentError } from '../environment-error.ts'
import { type EngineProfile, fetchEngine } from './fetch-engine.ts'
import { findJdk, openSearchProfile } from './jdk.ts'

const EXIT_ENVIRONMENT = 3
const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
const NAMES: Readonly<Record<EngineProfile, string>> = {
  'opensearch-2': 'OpenSearch 2.19',
  'opensearch-3': 'OpenSearch 3.8',
  dynamodb: 'DynamoDB Local',
}

try {
  await fetchAll(process.env)
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error
  console.error(error.message)
  process.exitCode = EXIT_ENVIRONMENT
}

async function fetchAll(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.OPENSEARCH_URL && env.DYNAMODB_URL) return
  const jdk = await findJdk(env)
  const profiles: EngineProfile[] = [
    ...(env.OPENSEARCH_URL ? [] : [openSearchProfile(jdk)]),
    ...(env.DYNAMODB_URL ? [] : ['dynamodb' as const]),
  ]
  for (const profile of profiles) await fetchWithProgress(profile)

  async function fetchWithProgress(profile: EngineProfile): Promise<void> {
    const started = performance.now()
    let fetching = false
    const onFetch = () => {
      fetching = true
      process.stdout.write(`Fetching ${NAMES[profile]} ...`)
    }
    await fetchEngine(profile, { enginesDir: ENGINES_DIR, jdk, onFetch })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (fetching) process.stdout.write(` ${seconds} s\n`)
  }
}
