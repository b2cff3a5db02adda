import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { RetryableError } from '../errors/pipeline-error.ts'
import { awsClientOptions } from './aws-client-options.ts'

export interface SecretsManagerTokenKeyOptions {
  /** Default: one is made. */
  readonly client?: SecretsManagerClient
  /** Of one attempt, for a client that is made. */
  readonly requestTimeoutMs?: number
}

/** The text of a secret in AWS Secrets Manager. The client is loaded when it is first read. */
export function createSecretsManagerTokenKey(
  secretArn: string,
  { client: given, requestTimeoutMs }: SecretsManagerTokenKeyOptions = {},
) {
  let client = given
  return {
    async read(): Promise<string> {
      const sdk = await import('@aws-sdk/client-secrets-manager')
      client ??= new sdk.SecretsManagerClient(awsClientOptions(requestTimeoutMs))
      const reply = await client.send(new sdk.GetSecretValueCommand({ SecretId: secretArn }))
      if (reply.SecretString === undefined) {
        throw new RetryableError('token_key.missing', 'The secret holds no text.')
      }
      return reply.SecretString
    },
  }
}
