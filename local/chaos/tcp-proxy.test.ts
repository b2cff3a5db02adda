import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { systemClock } from '../clock.ts'
import { type Chaos, createChaos } from './chaos.ts'
import type { EngineProxy } from './http-proxy.ts'
import { startTcpProxy } from './tcp-proxy.ts'

const LARGE_BYTES = 5_000_000

let received: string
let server: Server
let chaos: Chaos
let proxy: EngineProxy
let client: Socket
let answered: string
let isCut: boolean

/** Answers what it is sent, in capitals. */
beforeEach(async () => {
  received = ''
  answered = ''
  isCut = false
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      received += bytes
      socket.write(String(bytes).toUpperCase())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  chaos = createChaos(systemClock)
  const { port } = server.address() as AddressInfo
  proxy = await startTcpProxy(`redis://127.0.0.1:${port}`, 'cache', chaos)
  client = connect(proxy.port, '127.0.0.1')
  client.on('data', (bytes) => {
    answered += bytes
  })
  client.on('error', () => undefined)
  client.on('close', () => {
    isCut = true
  })
  await once(client, 'connect')
})
afterEach(async () => {
  client.destroy()
  await proxy.stop()
  server.close()
})

describe('a TCP proxy', () => {
  it('carries everything both ways, in order', async () => {
    client.write('a'.repeat(LARGE_BYTES))
    client.write('b')

    await eventually(() => expect(answered.length).toBe(LARGE_BYTES + 1))

    expect(answered.endsWith('AB')).toBe(true)
    expect(isCut).toBe(false)
  })

  it('with an error cuts the connection, and the engine hears nothing', async () => {
    chaos.set({ cache: { error: 1 } }, 1)

    client.write('get')

    await eventually(() => expect(isCut).toBe(true))
    expect([received, answered]).toEqual(['', ''])
  })

  it('with a lost reply cuts the connection when the engine answers', async () => {
    chaos.set({ cache: { lostReply: 1 } }, 1)

    client.write('get')

    await eventually(() => expect(isCut).toBe(true))
    expect([received, answered]).toEqual(['get', ''])
  })

  it('with a delay holds calls back, and keeps their order', async () => {
    chaos.set({ cache: { delayMs: 60_000 } }, 1)
    client.write('one ')
    await eventually(() => expect(client.bytesWritten).toBe(4))
    client.write('two')

    expect(received).toBe('')
    chaos.set({}, 0)

    await eventually(() => expect(answered).toBe('ONE TWO'))
  })

  it('ends the connection when the engine does, and when it is stopped', async () => {
    client.write('get')
    await eventually(() => expect(answered).toBe('GET'))

    await proxy.stop()

    await eventually(() => expect(isCut).toBe(true))
  })
})
