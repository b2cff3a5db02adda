import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { systemClock } from '../clock.ts'
import { type Chaos, createChaos } from './chaos.ts'
import { type EngineProxy, startHttpProxy } from './http-proxy.ts'

const LARGE = 'x'.repeat(3_000_000)

let engine: HttpServer
let chaos: Chaos
/** How long a call is held back. */
let waiting: PromiseWithResolvers<number>
let proxy: EngineProxy

beforeEach(async () => {
  engine = await startHttpServer(({ path, body }, response) => {
    const hash = createHash('sha256').update(body).digest('hex')
    response.writeHead(path === '/missing' ? 404 : 200, { 'x-engine': 'yes' })
    response.end(path === '/large' ? LARGE : hash)
  })
  waiting = Promise.withResolvers()
  chaos = createChaos({
    ...systemClock,
    sleep: (ms, signal) => {
      waiting.resolve(ms)
      return systemClock.sleep(ms, signal)
    },
  })
  proxy = await startHttpProxy(engine.url, 'search', chaos)
})
afterEach(async () => {
  await proxy.stop()
  await engine.stop()
})

/** What a function sees. */
async function call(path = '/_bulk', body = 'a body'): Promise<string> {
  try {
    const reply = await fetch(`http://127.0.0.1:${proxy.port}${path}`, { method: 'POST', body })
    const text = await reply.text()
    return `${reply.status} ${reply.headers.get('x-engine')} ${text.length}`
  } catch (error) {
    return (error as Error).message
  }
}

describe.each([
  ['without faults', {}],
  ['with faults that do not come', { search: { error: 0 } }],
])('an HTTP proxy %s', (_name, faults) => {
  it('hands on path, headers and body, and gives the answer back as it is', async () => {
    chaos.set(faults, 1)

    expect(await call('/_bulk?refresh=true', LARGE)).toBe('200 yes 64')
    expect(await call('/missing')).toBe('404 yes 64')
    expect(await call('/large')).toBe(`200 yes ${LARGE.length}`)
    expect(engine.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /_bulk?refresh=true',
      'POST /missing',
      'POST /large',
    ])
    expect(engine.requests[0]?.body).toBe(LARGE)
  })

  it('cuts the connection when nobody answers', async () => {
    chaos.set(faults, 1)
    await engine.stop()

    expect(await call()).toBe('fetch failed')
  })
})

describe('an HTTP proxy with', () => {
  it('an error answers 503, and the engine hears nothing', async () => {
    chaos.set({ search: { error: 1 } }, 1)

    expect(await call()).toMatch(/^503 null /)
    expect(engine.requests).toEqual([])
  })

  it('a lost reply cuts the connection after the engine has answered', async () => {
    chaos.set({ search: { lostReply: 1 } }, 1)

    expect(await call()).toBe('fetch failed')
    expect(engine.requests).toHaveLength(1)
    chaos.set({}, 0)
    expect(await call()).toBe('200 yes 64')
  })

  it('a duplicate asks twice, with the same body', async () => {
    chaos.set({ search: { duplicate: 1 } }, 1)

    expect(await call('/_bulk', 'twice')).toBe('200 yes 64')
    expect(engine.requests.map(({ body }) => body)).toEqual(['twice', 'twice'])
  })

  it('a delay waits before the engine is asked', async () => {
    chaos.set({ search: { delayMs: 60_000 } }, 1)
    const reply = call()
    expect(await waiting.promise).toBe(60_000)
    const before = engine.requests.length

    chaos.set({}, 0)

    expect([before, await reply]).toEqual([0, '200 yes 64'])
  })
})
