import { Agent, createServer } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Chaos } from './chaos.ts'
import { forwardThrough } from './forward-through.ts'
import type { Hop } from './hops.ts'

/** Stands between the functions and an engine, on a free port of the loopback address. */
export interface EngineProxy {
  readonly port: number
  stop(): Promise<void>
}

/** As OpenSearch words it when it has no room. */
const REFUSAL = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error: { type: 'circuit_breaking_exception', reason: 'refused on purpose' },
    status: 503,
  }),
}

/** @param to URL of the engine. */
export async function startHttpProxy(to: string, hop: Hop, chaos: Chaos): Promise<EngineProxy> {
  const isByTls = to.startsWith('https:')
  const agent = isByTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    const options = { to, agent, chaos, hop, refusal: REFUSAL }
    void forwardThrough(request, response, options).catch((error: unknown) => {
      // An engine that does not answer: the function sees its own connection end.
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  // As OpenSearch: a connection that is idle is left open, or a client might just be using it again.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}
