import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as listenPlain, type Server, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createJsonClient } from './json-client.ts'

/** A bound on hanging, not on speed. */
const TIMEOUT_MS = 30_000
const SHORT_MS = 200
const HANDSHAKE = 22

/** A client of what listens there. */
async function createClient(server: Server, { scheme = 'http', timeoutMs = TIMEOUT_MS } = {}) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = createJsonClient<{ readonly Ask: [object, unknown] }>({
    endpoint: `${scheme}://127.0.0.1:${port}`,
    target: 'Service_1',
    timeoutMs,
    headers: { authorization: 'whoever' },
  })
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  return client
}

/** Lets each function answer a call, in turn. */
function startService(...answers: readonly ((response: ServerResponse) => void)[]) {
  const calls: unknown[] = []
  const server = createServer((request, response) => {
    calls.push([request.headers['x-amz-target'], request.headers.authorization])
    answers[calls.length - 1]?.(response)
  })
  return createClient(server).then((client) => ({ client, calls }))
}

it('reads an answer that comes in parts, whatever character they break in', async () => {
  const bytes = Buffer.from('{"text":"ü😀"}')
  const { client, calls } = await startService((response) => {
    response.write(bytes.subarray(0, 12))
    setImmediate(() => response.end(bytes.subarray(12)))
  })

  expect(await client.call('Ask', {})).toEqual({ text: 'ü😀' })
  expect(calls).toEqual([['Service_1.Ask', 'whoever']])
})

it('tries again when an answer breaks off', async () => {
  const { client, calls } = await startService(
    (response) => {
      response.writeHead(200, { 'content-length': 10 })
      response.write('{"a"', () => response.destroy())
    },
    (response) => response.end('{}'),
  )

  expect(await client.call('Ask', {})).toEqual({})
  expect(calls).toHaveLength(2)
})

it('waits for the end of an answer for a bounded time', async () => {
  const server = createServer((_, response) => void response.write('{'))
  const client = await createClient(server, { timeoutMs: SHORT_MS })

  await expect(client.call('Ask', {})).rejects.toMatchObject({ name: 'TimeoutError' })
})

it('knows a service that says Message for message', async () => {
  const { client } = await startService((response) =>
    response
      .writeHead(400)
      .end('{"__type":"com.amazonaws.dynamodb.v20120810#Trimmed","Message":"it is too old"}'),
  )

  await expect(client.call('Ask', {})).rejects.toMatchObject({
    name: 'Trimmed',
    message: 'it is too old',
  })
})

it('goes by TLS where the address says so', async () => {
  const firstBytes: unknown[] = []
  const server = listenPlain((socket: Socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes: Buffer) => {
      firstBytes.push(bytes[0])
      socket.destroy()
    })
  })
  const client = await createClient(server, { scheme: 'https' })

  await expect(client.call('Ask', {})).rejects.toThrow()

  expect(firstBytes).toEqual([HANDSHAKE, HANDSHAKE, HANDSHAKE])
})
