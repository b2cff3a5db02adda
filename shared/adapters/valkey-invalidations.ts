import { Cluster } from 'iovalkey'
import type { Outcome } from '../batch/outcome.ts'
import type { CacheInvalidations } from '../cache/cache-invalidations.ts'
import type { ValkeyClient } from './valkey-client.ts'
import { runInCluster } from './valkey-cluster-calls.ts'
import { ValkeyConnection, type ValkeyConnectionOptions } from './valkey-connection.ts'
import { CACHE_UNAVAILABLE, describeValkeyError, isConnectionLost } from './valkey-error.ts'
import {
  type InvalidationCall,
  type InvalidationCallOptions,
  readInvalidationReply,
  toInvalidationCalls,
} from './valkey-invalidation-calls.ts'
import { runScripts, type ScriptReply } from './valkey-scripts.ts'

export interface ValkeyInvalidationsOptions
  extends Omit<ValkeyConnectionOptions, 'connectTimeoutMs'>,
    Omit<InvalidationCallOptions, 'perCallMax'> {
  /** The longest that one `apply` takes, connecting included, ms. */
  readonly requestTimeoutMs: number
  /** Told why something comes back: a code of the server's or the system's, or `timeout`. */
  readonly onTrouble: (reasons: readonly string[]) => void
}

const PER_CALL_MAX = { single: 500, cluster: 1 } as const

/**
 * Invalidations on Valkey or Redis.
 *
 * What gets no answer in time comes back, though the server may still do it, even after the same has
 * been done again: an invalidation that is late deletes a value that could be kept, and never the
 * other way round; a floor does not fall.
 *
 * After trouble the connection is made anew with the next call, so that a server that has become
 * another, a cluster that has changed, and a user who is allowed in by now are all found by it.
 */
export function createValkeyInvalidations(options: ValkeyInvalidationsOptions): CacheInvalidations {
  const { mode, requestTimeoutMs, onTrouble } = options
  const connection = new ValkeyConnection({ ...options, connectTimeoutMs: requestTimeoutMs })
  return {
    apply: async (invalidations) => {
      if (invalidations.length === 0) return []
      const perCallMax = PER_CALL_MAX[mode]
      const calls = toInvalidationCalls(invalidations, { ...options, perCallMax })
      const answers = new Answers()
      const isDone = await isDoneInTime(runAll(connection, calls, answers), requestTimeoutMs)
      if (!isDone) answers.giveUp()
      if (answers.reasons.size > 0) {
        connection.drop()
        onTrouble([...answers.reasons])
      }
      return invalidations.map((_, place) => answers.of(place))
    },
  }
}

/** What is known so far. */
class Answers {
  readonly #outcomes: Outcome[] = []
  /** Of all that failed. */
  readonly reasons = new Set<string>()
  /** Nobody waits for more of them: what is still under way must not touch the next batch's connection. */
  isGivenUp = false

  giveUp(): void {
    this.isGivenUp = true
    this.reasons.add('timeout')
  }

  take(call: InvalidationCall, reply: ScriptReply): void {
    if (reply instanceof Error) this.reasons.add(describeValkeyError(reply))
    const outcomes = readInvalidationReply(call, reply)
    for (const [index, place] of call.places.entries()) {
      this.#outcomes[place] = outcomes[index] ?? CACHE_UNAVAILABLE
    }
  }

  of(place: number): Outcome {
    return this.#outcomes[place] ?? CACHE_UNAVAILABLE
  }
}

/**
 * Asks, and asks once more on a new connection where the one at hand turns out to have been lost
 * since it was used last. It never rejects.
 */
async function runAll(
  connection: ValkeyConnection,
  calls: readonly InvalidationCall[],
  answers: Answers,
): Promise<void> {
  const lost = await run(connection, calls, answers)
  if (lost.length === 0 || answers.isGivenUp) return
  connection.drop()
  await run(connection, lost, answers)
}

/** @returns the calls that met the end of a connection that was used before. */
async function run(
  connection: ValkeyConnection,
  calls: readonly InvalidationCall[],
  answers: Answers,
): Promise<readonly InvalidationCall[]> {
  try {
    const { client, isReused } = await connection.open()
    const lost: InvalidationCall[] = []
    await send(client, calls, (call, reply) => {
      if (isReused && isConnectionLost(reply)) lost.push(call)
      else answers.take(call, reply)
    })
    return lost
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(typeof error)
    for (const call of calls) answers.take(call, failure)
    return []
  }
}

async function send(
  client: ValkeyClient,
  calls: readonly InvalidationCall[],
  onReply: (call: InvalidationCall, reply: ScriptReply) => void,
): Promise<void> {
  const tell = (place: number, reply: ScriptReply) => {
    const call = calls[place]
    if (call !== undefined) onReply(call, reply)
  }
  const scripts = calls.map(({ call }) => call)
  if (client instanceof Cluster) return runInCluster(client, scripts, tell)
  // Each is written when it is ready, and none waits for another's answer.
  const running = scripts.map(async (script, place) => {
    const [reply = null] = await runScripts(client, [script])
    tell(place, reply)
  })
  await Promise.all(running)
}

/** Whether the work, which never rejects, was done in time. It goes on if not. */
async function isDoneInTime(work: Promise<void>, timeoutMs: number): Promise<boolean> {
  const { promise: timeUp, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, timeoutMs, false)
  const isDone = await Promise.race([work.then(() => true), timeUp])
  clearTimeout(timer)
  return isDone
}
