import { freePort } from '../../local/engines/ports.ts'

const VARIABLES = [
  'TAILRACE_DYNAMODB_PORT',
  'TAILRACE_OPENSEARCH_PORT',
  'TAILRACE_SQS_PORT',
  'TAILRACE_REDIS_PORT',
]

/** Ports that neither a running start nor another test wants, each another one. */
export async function freePorts(): Promise<NodeJS.ProcessEnv> {
  const ports = new Set<number>()
  while (ports.size < VARIABLES.length) ports.add(await freePort())
  return Object.fromEntries([...ports].map((port, place) => [VARIABLES[place], String(port)]))
}
