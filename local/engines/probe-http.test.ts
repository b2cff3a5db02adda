import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from './ports.ts'
import { probeHttp } from './probe-http.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('probeHttp', () => {
  it('takes a refusal by HTTP for an answer', async () => {
    const url = await listen((_request, response) => response.writeHead(400).end('no'))

    expect(await probeHttp(url, new AbortController().signal)).toBeUndefined()
  })

  it('says why nothing answers on a closed port', async () => {
    const url = `http://127.0.0.1:${await freePort()}`

    expect(await probeHttp(url, new AbortController().signal)).toContain('ECONNREFUSED')
  })

  it('ends with its signal when nothing is said', async () => {
    const asked = Promise.withResolvers<void>()
    const url = await listen(() => asked.resolve())
    const controller = new AbortController()

    const probing = probeHttp(url, controller.signal)
    await asked.promise
    controller.abort(new Error('long enough'))

    expect(await probing).toBe('long enough')
  })
})

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
