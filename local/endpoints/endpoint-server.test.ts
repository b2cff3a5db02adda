import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EndpointServer, REQUEST_BYTES_MAX, startEndpointServer } from './endpoint-server.ts'

let server: EndpointServer
let handled: string[]

beforeEach(async () => {
  handled = []
  server = await startEndpointServer(async ({ body }) => {
    handled.push(body)
    return { status: 200 }
  })
})

afterEach(() => server.stop())

/** Sends a body in chunks, so without its length in the headers; gives the reply's status. */
async function sendInChunks(bytes: number): Promise<number | undefined> {
  const sending = request(server.url, { method: 'POST' })
  const replied = once(sending, 'response') as Promise<[IncomingMessage]>
  sending.write('x'.repeat(bytes))
  sending.end()
  const [reply] = await replied
  reply.resume()
  return reply.statusCode
}

describe('startEndpointServer', () => {
  it('takes a body as large as the bound', async () => {
    expect(await sendInChunks(REQUEST_BYTES_MAX)).toBe(200)
    expect(handled.map(({ length }) => length)).toEqual([REQUEST_BYTES_MAX])
  })

  it('refuses one that is larger, though its headers do not tell', async () => {
    expect(await sendInChunks(REQUEST_BYTES_MAX + 1)).toBe(413)
    expect(handled).toEqual([])
  })

  it('refuses one that never ends', async () => {
    const sending = request(server.url, { method: 'POST' })
    const replied = once(sending, 'response') as Promise<[IncomingMessage]>
    sending.write('x'.repeat(REQUEST_BYTES_MAX + 1))

    const [reply] = await replied

    expect(reply.statusCode).toBe(413)
    sending.destroy()
  })
})
