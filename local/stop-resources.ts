import type { Clock } from './clock.ts'
import type { CreatedResource } from './resources/resource-model.ts'

/** How long one resource may take to finish what it has in flight. */
const STOP_MS_MAX = 8_000

/**
 * Stops resources in the reverse order of their creation: what reads before what it feeds.
 * One that does not finish in time, or fails to, is left behind so that the others are stopped.
 */
export async function stopResources(
  created: readonly CreatedResource[],
  clock: Clock,
): Promise<void> {
  for (const resource of [...created].reverse()) {
    const stopped = new AbortController()
    const stop = Promise.resolve(resource.stop?.()).catch(() => undefined)
    await Promise.race([stop, clock.sleep(STOP_MS_MAX, stopped.signal)])
    stopped.abort()
  }
}
