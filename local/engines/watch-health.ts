import type { Clock } from '../clock.ts'
import type { Emit } from '../signals.ts'
import { probeRedis } from './ask-redis.ts'
import { probeHttp } from './probe-http.ts'

/** A question to an engine that costs it next to nothing. */
export const PROBE_EVERY_MS = 1_000
/** An engine that has not answered for so long is said to be silent: a long collection of garbage is shorter. */
export const SILENT_AFTER_MS = 5_000
/** After this a question is given up. */
const PROBE_TIMEOUT_MS = 2_000
const NO_ANSWER = `no answer within ${PROBE_TIMEOUT_MS / 1_000} s`

export interface WatchedEngine {
  /** As in the runtime file: `opensearch`. */
  readonly engine: string
  readonly url: string
  /** Whether it is known to be gone: then it is not asked. */
  isDown(): boolean
}

/**
 * Asks each engine again and again whether it answers, and tells when one falls silent
 * (`engine.silent`) and when it answers again (`engine.answers`). A silent one is left alone.
 *
 * @returns a stop; nothing is told after it resolves.
 */
export function watchHealth(
  engines: readonly WatchedEngine[],
  { clock, emit, probe = probeEngine }: { clock: Clock; emit: Emit; probe?: typeof probeHttp },
): () => Promise<void> {
  const stopping = new AbortController()
  const watching = Promise.all(engines.map(watch))
  return async () => {
    stopping.abort()
    await watching
  }

  async function watch({ engine, url, isDown }: WatchedEngine): Promise<void> {
    let answeredAt = clock.now()
    let isSilent = false
    while (!stopping.signal.aborted) {
      const reason = isDown() ? undefined : await ask(url)
      const afterMs = clock.now() - answeredAt
      if (stopping.signal.aborted) return
      if (reason === undefined || isDown()) {
        if (isSilent && !isDown()) emit({ type: 'engine.answers', engine, afterMs })
        isSilent = false
        answeredAt = clock.now()
      } else if (!isSilent && afterMs >= SILENT_AFTER_MS) {
        isSilent = true
        emit({ type: 'engine.silent', engine, afterMs, reason })
      }
      await clock.sleep(PROBE_EVERY_MS, stopping.signal)
    }
  }

  async function ask(url: string): Promise<string | undefined> {
    const asked = new AbortController()
    const signal = AbortSignal.any([asked.signal, stopping.signal])
    const late = clock.sleep(PROBE_TIMEOUT_MS, signal).then(() => NO_ANSWER)
    const reason = await Promise.race([probe(url, signal), late])
    asked.abort()
    return reason
  }
}

function probeEngine(url: string, signal: AbortSignal): Promise<string | undefined> {
  return /^rediss?:/.test(url) ? probeRedis(url, signal) : probeHttp(url, signal)
}
