import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { createSecretsManagerTokenKey } from './secrets-manager-token-key.ts'

let server: HttpServer | undefined
afterEach(() => server?.stop())

async function aSource(status: number, reply: object) {
  server = await startHttpServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(reply))
  })
  const client = new SecretsManagerClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  return { source: createSecretsManagerTokenKey('arn:secret', { client }), server }
}

describe('createSecretsManagerTokenKey', () => {
  it("answers the secret's text", async () => {
    const { source, server } = await aSource(200, { SecretString: '{"keyId":"k1"}' })

    expect(await source.read()).toBe('{"keyId":"k1"}')
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
      { SecretId: 'arn:secret' },
    ])
  })

  it('rejects a secret that holds no text', async () => {
    const { source } = await aSource(200, { SecretBinary: 'AA==' })

    await expect(source.read()).rejects.toMatchObject({ code: 'token_key.missing' })
  })

  it('rejects when the secret cannot be read', async () => {
    const { source } = await aSource(400, { __type: 'ResourceNotFoundException' })

    await expect(source.read()).rejects.toThrow()
  })
})
