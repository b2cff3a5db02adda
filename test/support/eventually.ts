import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 100

/**
 * Asks until the assertion holds, and fails with its last error when it never does.
 *
 * @param timeoutMs a bound on hanging, not on speed.
 */
export async function eventually<Result>(
  assertion: () => Promise<Result> | Result,
  timeoutMs = 30_000,
): Promise<Result> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return await assertion()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(POLL_MS)
    }
  }
}
