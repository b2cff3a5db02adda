import type { ServerResponse } from 'node:http'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { SETTLE_MS } from '../batch/settle-batch.ts'
import { callMsMax } from './aws-client-options.ts'
import { createS3ParkedStore } from './s3-parked-store.ts'
import { createSecretsManagerTokenKey } from './secrets-manager-token-key.ts'
import { createSqsClient } from './sqs-client.ts'

const TIMEOUT_MS = 100

const SILENT = () => undefined
const BROKEN_OFF = (_: unknown, response: ServerResponse) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{')
}

describe('awsClientOptions', () => {
  let server: HttpServer
  beforeEach(() => {
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await server.stop()
  })

  const start = async (answer: Parameters<typeof startHttpServer>[0]): Promise<string> => {
    server = await startHttpServer(answer)
    vi.stubEnv('AWS_ENDPOINT_URL', server.url)
    return server.url
  }
  const callSqs = (url: string) =>
    createSqsClient(TIMEOUT_MS).send(
      new SendMessageCommand({ QueueUrl: `${url}/000000000000/q`, MessageBody: 'a' }),
    )
  const callS3 = () =>
    createS3ParkedStore('parked', { requestTimeoutMs: TIMEOUT_MS }).put('a.json', '{}')
  const callSecrets = () =>
    createSecretsManagerTokenKey('arn:secret', { requestTimeoutMs: TIMEOUT_MS }).read()

  it.each([
    ['SQS', callSqs],
    ['S3', callS3],
    ['Secrets Manager', callSecrets],
  ])('lets a call to %s end when no answer comes, after a second try', async (_, call) => {
    const url = await start(SILENT)

    await expect(call(url)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('requestTimeout'),
    })

    expect(server.requests).toHaveLength(2)
  })

  it('lets a call end whose answer does not go on', async () => {
    await start(BROKEN_OFF)

    await expect(callSecrets()).rejects.toThrow()
  })

  it('leaves time for both calls that settle a batch', () => {
    expect(2 * callMsMax()).toBeLessThan(SETTLE_MS)
  })
})
