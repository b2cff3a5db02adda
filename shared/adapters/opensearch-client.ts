import type { Client, ClientOptions } from '@opensearch-project/opensearch'
import type { SearchAuth } from '../search/search-auth.ts'
import { endStalledAnswers } from './end-stalled-answers.ts'

export interface OpenSearchClientOptions {
  /** Full URL of the domain. */
  readonly endpoint: string
  readonly auth: SearchAuth
  /** AWS region that signs; only read for `sigv4`. */
  readonly region: string | undefined
  /**
   * After this a request is given up, and so is an answer that has begun, though the engine may
   * still apply it.
   */
  readonly requestTimeoutMs: number
}

/**
 * A client that asks once: what fails comes back through the queue, with its growing delay. The
 * libraries that sign are loaded only where something is signed.
 */
export async function createOpenSearchClient({
  endpoint,
  auth,
  region = '',
  requestTimeoutMs,
}: OpenSearchClientOptions): Promise<Client> {
  const { Client: OpenSearch, Connection } = await import('@opensearch-project/opensearch')
  const signer = auth === 'sigv4' ? await loadSigner(region) : {}
  return new OpenSearch({
    ...signer,
    Connection: endStalledAnswers(signer.Connection ?? Connection, requestTimeoutMs),
    node: endpoint,
    requestTimeout: requestTimeoutMs,
    maxRetries: 0,
  })
}

async function loadSigner(
  region: string,
): Promise<Pick<ClientOptions, 'Connection' | 'Transport'>> {
  const { createOpenSearchSigner } = await import('./opensearch-signer.ts')
  return createOpenSearchSigner(region)
}
