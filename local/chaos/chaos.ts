import type { Clock } from '../clock.ts'
import { createRandom, type Random } from '../random.ts'
import { listMistakes } from './check-faults.ts'
import { type Fault, type Faults, InjectedFault } from './fault.ts'
import { HOP_NAMES, type Hop } from './hops.ts'

/** The longest that a call is held back for others to pass it. */
export const HELD_BACK_MS_MAX = 1_000

/** A function that is killed dies within so long from the beginning of its work, or when it is done. */
export const KILL_MS_MAX = 200

/** Puts faults between the parts of the runtime. Without any, calls pass as they are. */
export interface Chaos {
  /**
   * Makes a call, or what the hop's fault makes of it.
   *
   * @param call made with the milliseconds after which the process that works on it is to be killed,
   * if it is.
   * @throws InjectedFault, and what the call throws.
   */
  through<Result>(hop: Hop, call: (killAfterMs?: number) => Promise<Result>): Promise<Result>
  /** Asked for each part of a call: whether that part is refused. */
  refuses(hop: Hop): boolean
  /**
   * Replaces all faults; what waits for one goes on at once, undisturbed. With the same seed a hop's calls meet the
   * same chances, in the order in which they are made.
   *
   * @throws RangeError that lists everything that is no fault of its hop, or out of its range.
   */
  set(faults: Faults, seed: number): void
  faults(): Faults
  seed(): number
}

/** @param onSet told of faults that were set; of none when they are off. */
export function createChaos(clock: Clock, onSet: (faults: Faults) => void = () => {}): Chaos {
  let current: Faults = {}
  let seed = 0
  let randoms = randomsOf(seed)
  let changing = new AbortController()

  return {
    faults: () => current,
    seed: () => seed,
    set(faults, newSeed) {
      const mistakes = listMistakes(faults)
      if (mistakes.length > 0) throw new RangeError(mistakes.join(' '))
      current = faults
      seed = newSeed
      randoms = randomsOf(seed)
      changing.abort()
      changing = new AbortController()
      onSet(faults)
    },
    refuses(hop) {
      const { refuse = 0 } = current[hop] ?? {}
      return refuse > 0 && randoms[hop].parts.chance(refuse)
    },
    async through(hop, call) {
      const fault = current[hop]
      if (fault === undefined) return call()
      const drawn = draw(fault, randoms[hop].calls)
      const { signal } = changing
      if (drawn.waitMs > 0) await clock.sleep(drawn.waitMs, signal)
      if (signal.aborted) return call()
      if (drawn.error) throw new InjectedFault(hop, { wasMade: false })
      if (drawn.duplicate) await call()
      const result = await call(drawn.killAfterMs)
      if (drawn.lostReply) throw new InjectedFault(hop, { wasMade: true })
      return result
    },
  }
}

/** Everything is drawn for each call, so that one chance does not move the others. */
function draw(fault: Fault, random: Random) {
  const { delayMs = 0, error = 0, lostReply = 0, duplicate = 0, reorder = 0, kill = 0 } = fault
  const isError = random.chance(error)
  const isLost = random.chance(lostReply)
  const isTwice = random.chance(duplicate)
  const isHeld = random.chance(reorder)
  const heldMs = random.below(HELD_BACK_MS_MAX)
  const isKilled = random.chance(kill)
  const killAfterMs = random.below(KILL_MS_MAX)
  return {
    waitMs: delayMs + (isHeld ? heldMs : 0),
    error: isError,
    lostReply: isLost,
    duplicate: isTwice,
    killAfterMs: isKilled ? killAfterMs : undefined,
  }
}

interface HopRandoms {
  readonly calls: Random
  /** Of the parts of calls: how many a call has does not move the chances of calls. */
  readonly parts: Random
}

/** Each hop has its own, so that what one does leaves the others as they are. */
function randomsOf(seed: number): Readonly<Record<Hop, HopRandoms>> {
  const at = (place: number) => createRandom(seed + place * 0x9e3779b1)
  const own = HOP_NAMES.map((hop, index) => [
    hop,
    { calls: at(2 * index), parts: at(2 * index + 1) },
  ])
  return Object.fromEntries(own) as Record<Hop, HopRandoms>
}
