import { setTimeout as delay } from 'node:timers/promises'
import { EnvironmentError } from '../../local/environment-error.ts'
import { messageOf } from '../../local/message-of.ts'

/** Who takes longer is frozen, or away: the rest of the answer does not wait for it. */
const ANSWER_MS_MAX = 5_000

/** Asks many, of whom some may not answer, as happens on a night on which somebody traces. */
export interface Asker {
  /** @returns undefined where there was no answer: `silent` says of whom, and why. */
  ask<Answer>(whom: string, asking: () => Promise<Answer>): Promise<Answer | undefined>
  readonly silent: readonly string[]
}

export function createAsker(): Asker {
  const silent = new Map<string, string>()
  return {
    ask: async (whom, asking) => {
      const waiting = new AbortController()
      try {
        return await Promise.race([asking(), giveUp(waiting.signal)])
      } catch (error) {
        silent.set(whom, messageOf(error).replace(/\.$/, ''))
        return undefined
      } finally {
        waiting.abort()
      }
    },
    get silent() {
      return [...silent].map(([whom, why]) => `${whom} could not be asked: ${why}`)
    },
  }
}

/** Rejects when the time is up. */
async function giveUp(signal: AbortSignal): Promise<never> {
  await delay(ANSWER_MS_MAX, undefined, { signal }).catch(() => new Promise<never>(() => undefined))
  throw new EnvironmentError(`no answer within ${ANSWER_MS_MAX / 1_000} s`)
}
