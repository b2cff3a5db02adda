import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { startOwnRedis } from '../../test/builders/own-redis.ts'
import { askRedis, probeRedis } from './ask-redis.ts'
import { freePort } from './ports.ts'

const { signal } = new AbortController()
const servers: Server[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

describe('probeRedis', () => {
  it('takes a refusal for an answer', async () => {
    await using redis = await startOwnRedis({ args: ['--requirepass', 'secret'] })

    expect(await probeRedis(redis.url, signal)).toBeUndefined()
    expect(await askRedis(redis.url, 'PING', signal)).toContain('-NOAUTH')
  })

  it('says why nothing answers on a closed port', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`

    expect(await probeRedis(url, signal)).toContain('ECONNREFUSED')
  })

  it('ends with its signal when the server is frozen, and answers again afterwards', async () => {
    await using redis = await startOwnRedis()
    redis.freeze()

    const frozen = await probeRedis(redis.url, AbortSignal.timeout(100))
    redis.thaw()

    expect(frozen).toContain('aborted due to timeout')
    expect(await probeRedis(redis.url, signal)).toBeUndefined()
  })
})

describe('askRedis', () => {
  it('gives a text that comes in pieces', async () => {
    const url = await listen((socket) => {
      socket.setNoDelay().write('$12\r\nfirst', () => socket.write('\r\nlast!\r\n'))
    })

    expect(await askRedis(url, 'INFO', signal)).toBe('first\r\nlast!')
  })

  it('rejects when the connection is closed instead', async () => {
    const url = await listen((socket) => socket.end())

    await expect(askRedis(url, 'PING', signal)).rejects.toThrow('the connection was closed')
  })
})

async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket)
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`
}
