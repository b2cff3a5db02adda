import type { EngineEndpoints } from '../engine-clients.ts'
import type { Chaos } from './chaos.ts'
import { startHttpProxy } from './http-proxy.ts'
import { startTcpProxy } from './tcp-proxy.ts'

type Variables = Readonly<Record<string, string>>

/** What stands between the functions and the engines that are no services of AWS. */
export interface EngineProxies {
  /** A function's variables, which lead to the proxies where they led to the engines. */
  lead(variables: Variables): Variables
  stop(): Promise<void>
}

/** With the faults of the hops `search` and `cache`; without any they hand on what comes. */
export async function startEngineProxies(
  { opensearch, redis }: Pick<EngineEndpoints, 'opensearch' | 'redis'>,
  chaos: Chaos,
): Promise<EngineProxies> {
  const search = await startHttpProxy(opensearch, 'search', chaos)
  const cache = await startTcpProxy(redis, 'cache', chaos)
  const instead = new Map([
    // One that was given may lie below a path, which the proxy hands on.
    [opensearch, `http://127.0.0.1:${search.port}${pathOf(opensearch)}`],
    [redis, `redis://127.0.0.1:${cache.port}`],
  ])
  const led = (value: string) => instead.get(value.replace(/\/$/, '')) ?? value
  return {
    lead: (variables) =>
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, led(value)])),
    async stop() {
      await Promise.all([search.stop(), cache.stop()])
    },
  }
}

/** Without the slash at its end. */
function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '')
}
