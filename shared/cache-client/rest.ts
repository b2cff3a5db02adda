import type { Timing } from './timing.ts'

/** So many calls in a row without an answer: of one lost node of many, others' answers lie between. */
const SILENCES_MAX = 10

/**
 * Leaves a cache alone that does not answer. Else each of its callers would wait for its whole
 * budget, and its connection would keep what they asked.
 */
export function createRest({ restMs }: { readonly restMs: number }, timing: Timing) {
  let silences = 0
  let restsUntil = Number.NEGATIVE_INFINITY
  return {
    // The clock is asked only after a silence: a hit pays nothing.
    isOn: () => silences >= SILENCES_MAX && timing.now() < restsUntil,
    onAnswer() {
      silences = 0
    },
    /** @returns whether the rest begins with this one. */
    onSilence(): boolean {
      silences += 1
      if (silences < SILENCES_MAX || restMs === 0) return false
      const wasOn = timing.now() < restsUntil
      restsUntil = timing.now() + restMs
      return !wasOn
    },
  }
}
