import { APPLIED, type Outcome, STALE, toUnknown } from '../batch/outcome.ts'
import type { Invalidation } from '../cache/cache-invalidations.ts'
import { toEntryKeys } from '../cache/cache-key.ts'
import { INVALIDATE_ITEMS, INVALIDATE_LISTS } from '../cache/cache-scripts.ts'
import { classifyValkeyError } from './valkey-error.ts'
import { type ScriptCall, type ScriptReply, toScript } from './valkey-scripts.ts'

const ITEMS = toScript(INVALIDATE_ITEMS)
const LISTS = toScript(INVALIDATE_LISTS)

export interface InvalidationCallOptions {
  /** What every key begins with. */
  readonly prefix: string
  /** How long a floor is kept, from the first change that it is made for. */
  readonly floorTtlMs: number
  /**
   * Invalidations a call, at most: a server does nothing else meanwhile, about a millisecond for 500.
   * 1 in cluster mode, where the keys of a call must be of one slot.
   */
  readonly perCallMax: number
}

/** A call, and the places of what it invalidates. */
export interface InvalidationCall {
  readonly call: ScriptCall
  readonly places: readonly number[]
}

/** The calls that invalidate all of these. */
export function toInvalidationCalls(
  invalidations: readonly Invalidation[],
  options: InvalidationCallOptions,
): readonly InvalidationCall[] {
  const { item = [], list = [] } = Object.groupBy(
    [...invalidations.keys()],
    (place) => invalidations[place]?.of ?? 'item',
  )
  return [item, list]
    .flatMap((places) => cut(places, options.perCallMax))
    .map((places) => ({ places, call: toCall(invalidations, places, options) }))
}

/** What became of what a call invalidates, in the order of its places. */
export function readInvalidationReply(
  { call, places }: InvalidationCall,
  reply: ScriptReply,
): readonly Outcome[] {
  if (reply instanceof Error) {
    const outcome = classifyValkeyError(reply)
    return places.map(() => outcome)
  }
  if (call.script === LISTS) return places.map(() => APPLIED)
  return places.map((_, index) => {
    const digit = reply?.[index]
    if (digit === '1') return APPLIED
    return digit === '0' ? STALE : toUnknown('cache answer incomplete')
  })
}

function toCall(
  invalidations: readonly Invalidation[],
  places: readonly number[],
  { prefix, floorTtlMs }: InvalidationCallOptions,
): ScriptCall {
  const keys: string[] = []
  const args: string[] = []
  let script = LISTS
  for (const place of places) {
    const invalidation = invalidations[place]
    if (invalidation === undefined) throw new Error('There is no invalidation at this place.')
    const { value, lease, floor } = toEntryKeys(prefix, invalidation.key)
    if (invalidation.of === 'list') {
      keys.push(value, lease)
      args.push(String(invalidation.closedMs))
    } else {
      script = ITEMS
      keys.push(value, lease, floor)
      args.push(invalidation.floor)
    }
  }
  return { script, keys, args: script === ITEMS ? [String(floorTtlMs), ...args] : args }
}

function cut<Item>(items: readonly Item[], sizeMax: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / sizeMax) }, (_, index) =>
    items.slice(index * sizeMax, (index + 1) * sizeMax),
  )
}
