import type { Clock } from './clock.ts'
import type { CreatedResource } from './resources/resource-model.ts'

/** How long one resource may take to finish what it has in flight; then it is left behind. */
const STOP_MS_MAX = 8_000

/**
 * Stops resources in the reverse order of their creation: what reads before what it feeds.
 *
 * @throws AggregateError of what could not be stopped, after everything else was.
 */
export async function stopResources(
  created: readonly CreatedResource[],
  clock: Clock,
): Promise<void> {
  const problems: unknown[] = []
  for (const resource of [...created].reverse()) {
    const stopped = new AbortController()
    const tooLong = clock.sleep(STOP_MS_MAX, stopped.signal)
    try {
      await Promise.race([resource.stop?.(), tooLong])
    } catch (problem) {
      problems.push(problem)
    }
    stopped.abort()
  }
  if (problems.length > 0) throw new AggregateError(problems, 'not everything could be stopped')
}
