import type { ClientOptions } from '@opensearch-project/opensearch'
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3'
import { createRoleCredentials } from './role-credentials.ts'

/** What makes an OpenSearch client sign its requests for a domain of AWS. */
export function createOpenSearchSigner(
  region: string,
): Pick<ClientOptions, 'Connection' | 'Transport'> {
  return AwsSigv4Signer({ region, service: 'es', getCredentials: createRoleCredentials() })
}
