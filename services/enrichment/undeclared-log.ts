import type { Log } from '../../shared/observability/logger.ts'

/** Names remembered at most, so that attribute names made from data fill neither memory nor log. */
const NAMES_MAX = 200

/** Characters of a name that are logged. */
const NAME_CHARACTERS_MAX = 100

export interface UndeclaredLog {
  readonly onUndeclared: (entity: string, path: string) => void
  /** How many dropped attributes were told of since this was last asked. */
  readonly takeCount: () => number
}

/** Counts dropped attributes and logs the name of each the first time it is seen; never a value. */
export function createUndeclaredLog(log: Log): UndeclaredLog {
  const seen = new Set<string>()
  let count = 0
  return {
    onUndeclared: (entity, path) => {
      count += 1
      const attribute = path.slice(0, NAME_CHARACTERS_MAX)
      const name = `${entity} ${attribute}`
      if (seen.has(name) || seen.size >= NAMES_MAX) return
      seen.add(name)
      log.info('Dropped an attribute that the definition does not name', { entity, attribute })
    },
    takeCount: () => {
      const taken = count
      count = 0
      return taken
    },
  }
}
