/**
 * The part of a client library that is used. `Redis` and `Cluster` of iovalkey and ioredis have it
 * as they are; node-redis through `fromNodeRedis`.
 *
 * Reads must go to primaries (no `scaleReads`), and keys unchanged (no `keyPrefix`).
 */
export interface CacheConnection {
  get(key: string): Promise<string | null>
  evalsha(sha1: string, numberOfKeys: number, ...keysThenArguments: string[]): Promise<unknown>
  eval(script: string, numberOfKeys: number, ...keysThenArguments: string[]): Promise<unknown>
}

/** As node-redis has it (`redis`, `@redis/client`, 4 and 5; client, pool or cluster). */
export interface NodeRedis {
  get(key: string): Promise<unknown>
  evalSha(sha1: string, options: NodeRedisScriptOptions): Promise<unknown>
  eval(script: string, options: NodeRedisScriptOptions): Promise<unknown>
}

interface NodeRedisScriptOptions {
  keys: string[]
  arguments: string[]
}

export function fromNodeRedis(client: NodeRedis): CacheConnection {
  const split = (numberOfKeys: number, all: string[]): NodeRedisScriptOptions => ({
    keys: all.slice(0, numberOfKeys),
    arguments: all.slice(numberOfKeys),
  })
  return {
    get: async (key) => {
      const text = await client.get(key)
      return typeof text === 'string' ? text : null
    },
    evalsha: (sha1, numberOfKeys, ...all) => client.evalSha(sha1, split(numberOfKeys, all)),
    eval: (script, numberOfKeys, ...all) => client.eval(script, split(numberOfKeys, all)),
  }
}
