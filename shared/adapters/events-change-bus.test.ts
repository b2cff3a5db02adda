import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { afterEach, describe, expect, it } from 'vitest'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { createEventsChangeBus } from './events-change-bus.ts'

let server: HttpServer
afterEach(() => server.stop())

async function aBus(status: number, answer: unknown) {
  server = await startHttpServer((_, response) => sendJson(response, status, answer))
  const client = new EventBridgeClient({
    ...{ endpoint: server.url, region: 'eu-west-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
  })
  return createEventsChangeBus(client, 'bus')
}

describe('createEventsChangeBus', () => {
  it('puts an event as the Pipe does: its type, its time, itself as the detail', async () => {
    const bus = await aBus(200, { FailedEntryCount: 0, Entries: [{ EventId: '1' }] })
    const event = aChangeEvent()

    expect(await bus.put([event])).toEqual([])

    const { Entries } = JSON.parse(server.requests[0]?.body ?? '')
    expect(Entries).toMatchObject([
      { EventBusName: 'bus', Source: 'tailrace', DetailType: 'order.modified' },
    ])
    expect(Entries[0].Time).toBe(Date.parse(event.time) / 1_000)
    expect(JSON.parse(Entries[0].Detail)).toEqual(event)
  })

  it('tells each entry that was refused', async () => {
    const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }
    const bus = await aBus(200, { FailedEntryCount: 1, Entries: [{ EventId: '1' }, refused] })

    expect(await bus.put([aChangeEvent(), aChangeEvent()])).toEqual(['ThrottlingException'])
  })

  it.each([
    ['a call that is refused', 400, { __type: 'com.amazonaws#AccessDenied' }, 'AccessDenied'],
    ['an answer that lacks entries', 200, { Entries: [] }, 'no answer'],
    ['an answer of another form', 200, { Entries: [{}] }, 'no answer'],
  ])('takes %s for a refusal of every event', async (_, status, answer, code) => {
    expect(await (await aBus(status, answer)).put([aChangeEvent()])).toEqual([code])
  })

  it('rejects when nobody answers', async () => {
    const bus = await aBus(200, {})
    await server.stop()

    await expect(bus.put([aChangeEvent()])).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await bus.put([])).toEqual([])
  })
})
