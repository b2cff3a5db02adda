import { messageOf } from '../../local/message-of.ts'

/** Who takes longer is frozen, or away: the rest of the answer does not wait for it. */
const ANSWER_MS_MAX = 5_000

/** Asks many, of whom some may not answer, as happens on a night on which somebody traces. */
export interface Asker {
  /** @returns undefined where there was no answer: `silent` says of whom, and why. */
  ask<Answer>(whom: string, asking: () => Promise<Answer>): Promise<Answer | undefined>
  readonly silent: readonly string[]
}

export function createAsker(answerMsMax = ANSWER_MS_MAX): Asker {
  const silent = new Map<string, string>()
  return {
    ask: async (whom, asking) => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(
        () => late.reject(new Error(`no answer within ${answerMsMax / 1_000} s`)),
        answerMsMax,
      )
      try {
        return await Promise.race([asking(), late.promise])
      } catch (error) {
        silent.set(whom, messageOf(error).replace(/\.$/, ''))
        return undefined
      } finally {
        clearTimeout(timer)
      }
    },
    get silent() {
      return [...silent].map(([whom, why]) => `${whom} could not be asked: ${why}`)
    },
  }
}
