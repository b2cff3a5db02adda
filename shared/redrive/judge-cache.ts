import { cacheKeyOfId } from '../cache/cache-key.ts'
import { toFloor } from '../cache/floor.ts'
import type { ChangeEvent } from '../change-event/change-event.ts'
import { PoisonError, RetryableError } from '../errors/pipeline-error.ts'
import type { JudgeChanges } from './judge-changes.ts'
import type { Judgement } from './judgement.ts'

/**
 * A change at or below its item's floor is stale. Floors may be evicted, and keys that are made of
 * several items have none: then a value is thrown away once too often, which harms nobody.
 */
export const judgeCache: JudgeChanges = async (events, { cacheFloors }) => {
  if (cacheFloors === undefined) return events.map(() => toTried('cache.not_asked'))
  try {
    const floors = await cacheFloors.read(events.map(({ entity, id }) => cacheKeyOfId(entity, id)))
    return events.map((event, place) => compare(event, floors[place] ?? null))
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error
    return events.map(() => toTried(error.code))
  }
}

function compare({ position }: ChangeEvent, stored: string | null): Judgement {
  try {
    if (stored === null) return { verdict: 'applied' }
    return { verdict: isAbove(toFloor(position), stored) ? 'applied' : 'stale', stored }
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return { verdict: 'poison', code: error.code, reason: error.message }
  }
}

/** As the cache's own script compares: label and number apart. */
function isAbove(floor: string, stored: string): boolean {
  const [label, number] = split(floor)
  const [storedLabel, storedNumber] = split(stored)
  return label === storedLabel ? number > storedNumber : label > storedLabel
}

function split(floor: string): readonly [string, string] {
  const slash = floor.lastIndexOf('/')
  return [floor.slice(0, slash), floor.slice(slash + 1)]
}

function toTried(code: string): Judgement {
  return { verdict: 'tried', code, reason: 'the cache cannot be asked now' }
}
