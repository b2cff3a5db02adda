import { createHash } from 'node:crypto'
import type { Cluster, Redis } from 'iovalkey'
import { isReplyOf } from './valkey-error.ts'

/** A Lua script of the cache, by which a server knows it. */
export interface Script {
  readonly lua: string
  readonly sha: string
}

/** One run of a script. */
export interface ScriptCall {
  readonly script: Script
  /** At least one; in cluster mode all of one slot. */
  readonly keys: readonly string[]
  readonly args: readonly string[]
}

/** A script's answer, or why there is none. */
export type ScriptReply = string | null | Error

export function toScript(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') }
}

/** What each connection has had the text of. A server may forget it nevertheless. */
const known = new WeakMap<Redis, Set<Script>>()

/**
 * Runs scripts on one server in one trip, in their order.
 *
 * The first run of a script on a connection carries its text, so that none fails for a server that
 * does not know it; a server that has forgotten it since is told again, in a second trip.
 */
export async function runScripts(
  redis: Redis,
  calls: readonly ScriptCall[],
): Promise<readonly ScriptReply[]> {
  const replies = await runOnce(redis, calls)
  if (!replies.some(isForgotten)) return replies
  known.delete(redis)
  const again = await runOnce(
    redis,
    calls.filter((_, place) => isForgotten(replies[place])),
  )
  const left = again.values()
  return replies.map((reply) => (isForgotten(reply) ? (left.next().value ?? null) : reply))
}

/** Runs a script wherever its slot is, and follows it there. */
export async function followScript(cluster: Cluster, call: ScriptCall): Promise<ScriptReply> {
  const { script, keys, args } = call
  try {
    return toReply(null, await cluster.eval(script.lua, keys.length, ...keys, ...args))
  } catch (error) {
    return toReply(error, null)
  }
}

async function runOnce(
  redis: Redis,
  calls: readonly ScriptCall[],
): Promise<readonly ScriptReply[]> {
  const sent = known.get(redis) ?? new Set()
  known.set(redis, sent)
  const pipeline = redis.pipeline()
  for (const { script, keys, args } of calls) {
    if (sent.has(script)) pipeline.evalsha(script.sha, keys.length, ...keys, ...args)
    else pipeline.eval(script.lua, keys.length, ...keys, ...args)
    sent.add(script)
  }
  const replies = (await pipeline.exec()) ?? []
  return calls.map((_, place) => {
    const [error, value] = replies[place] ?? [new Error('The pipeline left a call out.')]
    return toReply(error, value)
  })
}

function toReply(error: unknown, value: unknown): ScriptReply {
  if (error === null) return typeof value === 'string' ? value : null
  return error instanceof Error ? error : new Error(typeof error)
}

function isForgotten(reply: ScriptReply | undefined): boolean {
  return isReplyOf(reply, 'NOSCRIPT')
}
