import type { Clock } from '../time/clock.ts'
import type { Letter } from './letter.ts'
import type { LetterBox } from './letter-box.ts'

/** Keeps hold of letters while they are worked on, however slow sinks or a pace are. */
export interface Grip {
  /**
   * Renews the hold when a third of it has passed.
   *
   * @returns false when one of them is no longer held. Then all are let go, to be received anew.
   */
  holds(): Promise<boolean>
  /** It is done with. */
  release(letter: Letter): void
}

/** @param letters received just now. */
export function createGrip(
  letters: readonly Letter[],
  { box, clock }: { readonly box: LetterBox; readonly clock: Clock },
): Grip {
  const held = new Set(letters)
  let sinceMs = clock()
  return {
    holds: async () => {
      const nowMs = clock()
      if (nowMs - sinceMs < box.holdMs / 3) return true
      sinceMs = nowMs
      if (await box.hold([...held])) return true
      await box.giveBack([...held])
      return false
    },
    release: (letter) => {
      held.delete(letter)
    },
  }
}
