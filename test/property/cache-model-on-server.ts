import type { Redis } from 'iovalkey'
import { type CacheEntryKeys, cacheKey, toEntryKeys } from '../../shared/cache/cache-key.ts'
import {
  FILL,
  GIVE_LEASE_BACK,
  INVALIDATE_ITEMS,
  INVALIDATE_LISTS,
  TAKE_LEASE,
} from '../../shared/cache/cache-scripts.ts'
import { toFloor } from '../../shared/cache/floor.ts'
import { CACHE_PREFIX } from '../builders/cache-server.ts'
import { STREAM } from '../builders/change-event.ts'
import { type Cache, type Call, CLOSED, leases, NONE, type Reply } from './cache-model.ts'

const LONG_MS = '600000'

export interface Transition {
  readonly cache: Cache
  readonly call: Call
}

/**
 * Makes each of the calls on the real server, with an entry in the state that it was made in.
 *
 * @returns the transitions that end otherwise than in the model.
 */
export async function findDifferences(
  server: Redis,
  transitions: readonly Transition[],
): Promise<object[]> {
  const differences = await Promise.all(
    transitions.map(async ({ cache, call }, place) => {
      const keys = toEntryKeys(CACHE_PREFIX, cacheKey('model', String(place)))
      const texts = toTexts(cache)
      const made = (['value', 'lease', 'floor'] as const).map((name) => {
        const text = texts[name]
        return text === null ? server.del(keys[name]) : server.set(keys[name], text, 'PX', LONG_MS)
      })
      const answered = server.eval(...toCommand(keys, call))
      const read = server.mget(keys.value, keys.lease, keys.floor)
      await Promise.all(made)
      const [value, lease, floor] = await read
      const real = { reply: toReply(call, await answered), value, lease, floor }

      const [after, reply] = leases(cache, call)
      const model = { reply, ...toTexts(after) }
      const isSame = Object.entries(model).every(([name, is]) => is === real[name as 'value'])
      return isSame ? [] : [{ cache, call, model, real }]
    }),
  )
  return differences.flat()
}

function toTexts({ value, lease, floor }: Cache): Record<keyof Cache, string | null> {
  return {
    value: value === NONE ? null : toValue(value),
    lease: lease === NONE ? null : lease === CLOSED ? 'closed' : toToken(lease),
    floor: floor === NONE ? null : toFloorOf(floor),
  }
}

function toCommand(
  { value, lease, floor }: CacheEntryKeys,
  call: Call,
): [string, number, ...string[]] {
  switch (call.name) {
    case 'take':
      return [TAKE_LEASE, 2, value, lease, toToken(call.token), LONG_MS, '']
    case 'fill':
      return [FILL, 2, value, lease, toToken(call.token), toValue(call.version), LONG_MS]
    case 'give-back':
      return [GIVE_LEASE_BACK, 1, lease, toToken(call.token)]
    case 'invalidate-item':
      return [INVALIDATE_ITEMS, 3, value, lease, floor, LONG_MS, toFloorOf(call.change)]
    case 'invalidate-list':
      return [INVALIDATE_LISTS, 2, value, lease, call.closes ? LONG_MS : '0']
  }
}

function toReply({ name }: Call, answer: unknown): Reply {
  switch (name) {
    case 'take':
      return (answer as [Reply])[0]
    case 'fill':
      return answer === 1 ? 'filled' : 'refused'
    case 'invalidate-item':
      return answer === '1' ? 'applied' : 'stale'
    default:
      return 'applied'
  }
}

const toValue = (version: number) => JSON.stringify({ version })
const toToken = (token: number) => `token-${token}`
/** Of one and of two digits, so that no order of texts is that of the numbers by itself. */
const toFloorOf = (change: number) =>
  toFloor({ stream: STREAM, sequenceNumber: String(change * 7) })
