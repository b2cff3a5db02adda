import type { Waiting } from './wait-report.ts'

/** Who is in a hop, and since when: the oldest first. */
export interface Passage {
  /** @param since epoch milliseconds. Who is there already stays as it is. */
  enter(id: string, since: number): void
  /** It is through. @returns false when it was not there. */
  pass(id: string): boolean
  /** It will never be through here. @returns since when it was there, if it was. */
  leave(id: string): number | undefined
  has(id: string): boolean
  waiting(): Waiting
}

export function createPassage(): Passage {
  const inside = new Map<string, number>()
  let passed = 0

  return {
    enter(id, since) {
      if (!inside.has(id)) inside.set(id, since)
    },
    pass(id) {
      const wasThere = inside.delete(id)
      if (wasThere) passed++
      return wasThere
    },
    leave(id) {
      const since = inside.get(id)
      inside.delete(id)
      return since
    },
    has: (id) => inside.has(id),
    waiting() {
      const [since] = inside.values()
      return { count: inside.size, since, passed }
    },
  }
}
