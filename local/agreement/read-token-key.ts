import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

/** The key that the running stack makes tokens with. */
export async function readTokenKey(options: {
  endpoint: string
  region: string
  secretId: string
}): Promise<{ keyId: string; key: string }> {
  const client = new SecretsManagerClient({
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  try {
    const { SecretString = '' } = await client.send(
      new GetSecretValueCommand({ SecretId: options.secretId }),
    )
    return JSON.parse(SecretString)
  } finally {
    client.destroy()
  }
}
