/**
 * Between functions and engines: what a function calls is checked against its role, then handed on.
 *
 * ```
 * function ─► gateway: who signed it, what does it do, may it? ─► engine
 *                └─ no: the service's own error
 * ```
 */
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type GatewayCaller, type Serving, serveCall } from './serve-call.ts'

export interface Gateway {
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly url: string
  /** From now on calls that are signed with its key are checked for it. */
  admit(caller: GatewayCaller): void
  stop(): Promise<void>
}

export async function startGateway(
  options: Pick<Serving, 'engines' | 'names' | 'chaos'>,
): Promise<Gateway> {
  const callers = new Map<string, GatewayCaller>()
  const agent = new Agent({ keepAlive: true })
  const server = createServer((request, response) => {
    void serveCall(request, response, { ...options, callers, agent }).catch((error: unknown) => {
      // An engine that does not answer: the function sees what it would see without the gateway.
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    admit: (caller) => void callers.set(caller.accessKeyId, caller),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}
