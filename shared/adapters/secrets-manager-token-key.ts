import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { RetryableError } from '../errors/pipeline-error.ts'

const CONNECT_TIMEOUT_MS = 2_000
const REQUEST_TIMEOUT_MS = 5_000

/** The text of a secret in AWS Secrets Manager. The client is loaded when it is first read. */
export function createSecretsManagerTokenKey(secretArn: string, given?: SecretsManagerClient) {
  let client = given
  return {
    async read(): Promise<string> {
      const sdk = await import('@aws-sdk/client-secrets-manager')
      client ??= new sdk.SecretsManagerClient({
        requestHandler: {
          connectionTimeout: CONNECT_TIMEOUT_MS,
          requestTimeout: REQUEST_TIMEOUT_MS,
        },
      })
      const reply = await client.send(new sdk.GetSecretValueCommand({ SecretId: secretArn }))
      if (reply.SecretString === undefined) {
        throw new RetryableError('token_key.missing', 'The secret holds no text.')
      }
      return reply.SecretString
    },
  }
}
