import { freePort } from '../../local/engines/ports.ts'

/** Ports that neither a running start nor another test wants. */
export async function freePorts(): Promise<NodeJS.ProcessEnv> {
  return {
    TAILRACE_DYNAMODB_PORT: String(await freePort()),
    TAILRACE_OPENSEARCH_PORT: String(await freePort()),
    TAILRACE_SQS_PORT: String(await freePort()),
    TAILRACE_REDIS_PORT: String(await freePort()),
  }
}
