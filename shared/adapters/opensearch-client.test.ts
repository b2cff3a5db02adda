import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { createOpenSearchClient } from './opensearch-client.ts'

describe('createOpenSearchClient', () => {
  let server: HttpServer
  beforeEach(async () => {
    server = await startHttpServer((_, response) => sendJson(response, 200, {}))
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    vi.stubEnv('AWS_SESSION_TOKEN', 'session')
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await server.stop()
  })

  const send = async (auth: 'sigv4' | 'none') => {
    const options = { endpoint: server.url, auth, region: 'eu-west-1', requestTimeoutMs: 5_000 }
    const client = await createOpenSearchClient(options)
    await client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: '{"a":1}\n' })
    return server.requests[0]
  }

  it('signs for the search domain with the credentials of its surroundings', async () => {
    const request = await send('sigv4')

    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request, /,
    )
    expect(request?.headers['x-amz-security-token']).toBe('session')
    expect(request?.body).toBe('{"a":1}\n')
  })

  it('signs nothing where the engine asks for nothing', async () => {
    const request = await send('none')

    expect(request?.headers.authorization).toBeUndefined()
    expect(request?.headers['content-type']).toMatch(/^application\/x-ndjson/)
  })
})
