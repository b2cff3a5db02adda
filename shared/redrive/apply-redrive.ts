import type { JudgedLetter, Judgement, Route } from './judgement.ts'
import type { Letter, ReadLetter } from './letter.ts'
import type { LetterBox } from './letter-box.ts'
import { IDLE_PORTIONS_MAX, withoutBody } from './read-box.ts'
import { toFailure } from './record-route.ts'

export interface ApplyRedriveOptions {
  readonly box: LetterBox
  readonly read: (letter: Letter) => ReadLetter
  readonly route: Route
  /** Ids of the letters of the plan. What came later is not touched, and so not sent round and round. */
  readonly planned: ReadonlySet<string>
  /** Resolves when the next letter may go. */
  readonly pace: () => Promise<void>
  /** Ends between two letters. */
  readonly signal: AbortSignal
  /** Told what became of each letter. */
  readonly onDone: (read: ReadLetter, judgement: Judgement) => void
}

export interface ApplyResult {
  /** Letters of the plan that were not reached: others hold them, or it was interrupted. */
  readonly notReached: number
  readonly notGivenBack: number
  readonly isInterrupted: boolean
}

/**
 * Sends the letters of a plan on, one after the other, each judged anew.
 *
 * A letter is removed only after its successor was accepted. So whatever ends this, nothing is lost:
 * what was sent and not removed is sent once more by the next run, which every sink knows as a change
 * that it holds.
 */
export async function applyRedrive(options: ApplyRedriveOptions): Promise<ApplyResult> {
  const { box, signal } = options
  const left = new Set(options.planned)
  const held = new Map<string, Letter>()
  let notGivenBack = 0
  try {
    for (let idle = 0; left.size > 0 && !signal.aborted && idle < IDLE_PORTIONS_MAX; ) {
      const portion = await box.receive()
      if (portion.length === 0) break
      for (const letter of portion) held.set(letter.id, withoutBody(letter))
      const due = portion.filter(({ id }) => left.has(id))
      idle = due.length > 0 ? 0 : idle + 1
      for (const judged of await options.route.judge(due.map(options.read))) {
        if (signal.aborted) break
        const { letter } = judged.read
        left.delete(letter.id)
        const outcome = await settle(judged, options)
        if (outcome.isGone) held.delete(letter.id)
        options.onDone(judged.read, outcome.judgement)
      }
    }
  } finally {
    notGivenBack = await box.giveBack([...held.values()])
  }
  return { notReached: left.size, notGivenBack, isInterrupted: signal.aborted }
}

async function settle(
  { send, read, ...judgement }: JudgedLetter,
  { box, pace }: ApplyRedriveOptions,
): Promise<{ judgement: Judgement; isGone: boolean }> {
  if (send === undefined) return { judgement, isGone: false }
  try {
    await pace()
    await send()
    await box.remove(read.letter)
    return { judgement, isGone: true }
  } catch (error) {
    return { judgement: { verdict: 'failed', ...toFailure(error) }, isGone: false }
  }
}
