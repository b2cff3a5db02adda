import type { Clock } from '../clock.ts'
import { createRandom, type Random } from '../random.ts'
import { type Fault, type Faults, InjectedFault } from './fault.ts'
import { HOP_NAMES, type Hop } from './hops.ts'

/** The longest that a call is held back for others to pass it. */
export const HELD_BACK_MS_MAX = 1_000

/** Puts faults between the parts of the runtime. Without any, calls pass as they are. */
export interface Chaos {
  /** Makes a call, or what the hop's fault makes of it. @throws InjectedFault, and what the call throws. */
  through<Result>(hop: Hop, call: () => Promise<Result>): Promise<Result>
  /**
   * Replaces all faults. With the same seed a hop's calls meet the same chances, in the order in which
   * they are made.
   */
  set(faults: Faults, seed: number): void
  faults(): Faults
}

export function createChaos(clock: Clock): Chaos {
  let current: Faults = {}
  let randoms = randomsOf(0)

  return {
    faults: () => current,
    set(faults, seed) {
      current = faults
      randoms = randomsOf(seed)
    },
    async through(hop, call) {
      const fault = current[hop]
      if (fault === undefined) return call()
      const drawn = draw(fault, randoms[hop])
      if (drawn.waitMs > 0) await clock.sleep(drawn.waitMs)
      if (drawn.error) throw new InjectedFault(`${hop}: not made, on purpose`)
      if (drawn.duplicate) await call()
      const result = await call()
      if (drawn.lostReply) throw new InjectedFault(`${hop}: its reply was lost, on purpose`)
      return result
    },
  }
}

/** Everything is drawn for each call, so that one chance does not move the others. */
function draw(fault: Fault, random: Random) {
  const { delayMs = 0, error = 0, lostReply = 0, duplicate = 0, reorder = 0 } = fault
  const isError = random.chance(error)
  const isLost = random.chance(lostReply)
  const isTwice = random.chance(duplicate)
  const isHeld = random.chance(reorder)
  const heldMs = random.below(HELD_BACK_MS_MAX)
  return {
    waitMs: delayMs + (isHeld ? heldMs : 0),
    error: isError,
    lostReply: isLost,
    duplicate: isTwice,
  }
}

/** Each hop has its own, so that what one does leaves the others as they are. */
function randomsOf(seed: number): Readonly<Record<Hop, Random>> {
  const own = HOP_NAMES.map((hop, index) => [hop, createRandom(seed + index * 0x9e3779b1)])
  return Object.fromEntries(own) as Record<Hop, Random>
}
