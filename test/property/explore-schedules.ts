import {
  FIRST_WORLD,
  isRight,
  type Rules,
  type Step,
  stepsOf,
  toNumber,
  type World,
} from './cache-world.ts'

export interface Explored {
  readonly states: number
  /** Ways from the first state to one in which nothing more can happen. */
  readonly schedules: bigint
}

/**
 * Visits every state that any schedule can reach. Each schedule comes to an end, so that the states
 * have an order, and the ways through each are the sum of those through the next ones.
 *
 * @throws Error when a state is wrong, with one schedule that leads to it.
 */
export function exploreSchedules(rules: Rules): Explored {
  const waysFrom = new Map<number, bigint>()
  const countFrom = (world: World): bigint => {
    const number = toNumber(world)
    const known = waysFrom.get(number)
    if (known !== undefined) return known
    if (!isRight(world)) throw new Error(findWrong(rules) ?? 'not found again')
    const steps = stepsOf(rules, world)
    let ways = steps.length === 0 ? 1n : 0n
    for (const step of steps) ways += countFrom(step.world)
    waysFrom.set(number, ways)
    return ways
  }
  const schedules = countFrom(FIRST_WORLD)
  return { states: waysFrom.size, schedules }
}

/** A shortest schedule that ends with a wrong value, a step a line; null when there is none. */
export function findWrong(rules: Rules): string | null {
  return (
    findWrongSteps(rules)
      ?.map(({ say }, place) => `${place + 1}. ${say()}`)
      .join('\n') ?? null
  )
}

export function findWrongSteps(rules: Rules): readonly Step[] | null {
  interface Visit {
    readonly step: Step
    readonly from: Visit | null
  }
  const seen = new Set([toNumber(FIRST_WORLD)])
  let visits: Visit[] = [{ step: { say: () => '', world: FIRST_WORLD }, from: null }]
  while (visits.length > 0) {
    const next: Visit[] = []
    for (const from of visits) {
      for (const step of stepsOf(rules, from.step.world)) {
        const number = toNumber(step.world)
        if (seen.has(number)) continue
        seen.add(number)
        const visit = { step, from }
        if (!isRight(step.world)) return stepsTo(visit)
        next.push(visit)
      }
    }
    visits = next
  }
  return null

  function stepsTo(visit: Visit): Step[] {
    return visit.from === null ? [] : [...stepsTo(visit.from), visit.step]
  }
}
