import type { Client, ClientOptions } from '@opensearch-project/opensearch'
import type { SearchAuth } from '../search/search-auth.ts'

export interface OpenSearchClientOptions {
  /** Full URL of the domain. */
  readonly endpoint: string
  readonly auth: SearchAuth
  /** AWS region that signs; only read for `sigv4`. */
  readonly region: string | undefined
  /** After this a request is given up, though the engine may still apply it. */
  readonly requestTimeoutMs: number
}

/**
 * A client that asks once: what fails comes back through the queue, with its growing delay. The
 * libraries that sign are loaded only where something is signed.
 */
export async function createOpenSearchClient(options: OpenSearchClientOptions): Promise<Client> {
  const { Client: OpenSearch } = await import('@opensearch-project/opensearch')
  return new OpenSearch({
    ...(options.auth === 'sigv4' ? await createSigner(options.region ?? '') : {}),
    node: options.endpoint,
    requestTimeout: options.requestTimeoutMs,
    maxRetries: 0,
  })
}

async function createSigner(
  region: string,
): Promise<Pick<ClientOptions, 'Connection' | 'Transport'>> {
  const { AwsSigv4Signer } = await import('@opensearch-project/opensearch/aws-v3')
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  return AwsSigv4Signer({ region, service: 'es', getCredentials: defaultProvider() })
}
