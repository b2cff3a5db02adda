import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { createEventsChangeBus } from './events-change-bus.ts'

const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' }

let server: HttpServer
afterEach(() => server.stop())

async function aBus(status: number, answer: unknown) {
  server = await startHttpServer((_, response) => sendJson(response, status, answer))
  const credentials = async () => CREDENTIALS
  return createEventsChangeBus({ endpoint: server.url, region: 'eu-west-1', credentials }, 'bus')
}

describe('createEventsChangeBus', () => {
  it('signs the call for the events of its region', async () => {
    const bus = await aBus(200, { FailedEntryCount: 0, Entries: [{ EventId: '1' }] })

    expect(await bus.put([aChangeEvent()])).toEqual([])

    const [request] = server.requests
    expect(request?.headers['x-amz-target']).toBe('AWSEvents.PutEvents')
    expect(request?.headers['x-amz-security-token']).toBe('token')
    expect(request?.headers['x-amz-content-sha256']).toBe(
      createHash('sha256')
        .update(request?.body ?? '')
        .digest('hex'),
    )
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/events\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
    )
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      Entries: [{ EventBusName: 'bus', DetailType: 'order.modified' }],
    })
  })

  it('tells each entry that was refused', async () => {
    const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }
    const bus = await aBus(200, { FailedEntryCount: 1, Entries: [{ EventId: '1' }, refused] })

    expect(await bus.put([aChangeEvent(), aChangeEvent()])).toEqual(['ThrottlingException'])
  })

  it.each([
    ['a call that is refused', 400, { __type: 'com.amazonaws#AccessDenied' }, 'AccessDenied'],
    ['an answer without a type', 503, 'no object', 'status 503'],
    ['an answer that lacks entries', 200, { Entries: [] }, 'no answer'],
    ['an answer of another form', 200, { Entries: [{}] }, 'no answer'],
  ])('takes %s for a refusal of every event', async (_, status, answer, code) => {
    expect(await (await aBus(status, answer)).put([aChangeEvent()])).toEqual([code])
  })

  it('rejects when nobody answers', async () => {
    const bus = await aBus(200, {})
    await server.stop()

    await expect(bus.put([aChangeEvent()])).rejects.toThrow('events does not answer.')
    expect(await bus.put([])).toEqual([])
  })
})
