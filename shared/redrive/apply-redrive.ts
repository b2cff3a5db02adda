import type { Clock } from '../time/clock.ts'
import { createGrip } from './create-grip.ts'
import type { JudgedLetter, Judgement, Route } from './judgement.ts'
import type { Letter, ReadLetter } from './letter.ts'
import type { LetterBox } from './letter-box.ts'
import { SeenLetters } from './seen-letters.ts'
import { toFailure } from './to-failure.ts'

export interface ApplyRedriveOptions {
  readonly box: LetterBox
  readonly read: (letter: Letter) => ReadLetter
  readonly route: Route
  /** Ids of the letters of the plan. What came later is not touched, and so not sent round and round. */
  readonly planned: ReadonlySet<string>
  /** Resolves when the next letter may go. */
  readonly pace: () => Promise<void>
  readonly clock: Clock
  /** Ends between two letters. */
  readonly signal: AbortSignal
  /** Told what became of each letter. */
  readonly onDone: (read: ReadLetter, judgement: Judgement) => void
}

export interface ApplyResult {
  /** Letters of the plan that were not reached: others hold them or removed them, or it ended before. */
  readonly notReached: number
  readonly notGivenBack: number
  readonly isInterrupted: boolean
  /** Why it ended before its end, where that is no interruption: the box or a sink could not be asked. */
  readonly failure?: unknown
}

/**
 * Sends the letters of a plan on, one after the other, each judged anew.
 *
 * A letter is removed only after its successor was accepted. So whatever ends this, nothing is lost:
 * what was sent and not removed is sent once more by the next run, which every sink knows as a change
 * that it holds. It sends only what it holds, so that two of them at once share the letters.
 *
 * It does not reject: what was done until it failed is to be told.
 */
export async function applyRedrive(options: ApplyRedriveOptions): Promise<ApplyResult> {
  const { box, signal } = options
  const left = new Set(options.planned)
  const seen = new SeenLetters()
  let failure: { readonly failure: unknown } | undefined
  try {
    while (left.size > 0 && !signal.aborted && !seen.hasGoneRound()) {
      const portion = await box.receive()
      if (portion.length === 0) break
      seen.add(portion)
      await applyPortion(
        portion.filter(({ id }) => left.has(id)),
        { ...options, left, seen },
      )
    }
  } catch (error) {
    failure = { failure: error }
  }
  const notGivenBack = await box.giveBack(seen.all())
  return { notReached: left.size, notGivenBack, isInterrupted: signal.aborted, ...failure }
}

async function applyPortion(
  due: readonly Letter[],
  options: ApplyRedriveOptions & { readonly left: Set<string>; readonly seen: SeenLetters },
): Promise<void> {
  const { box, clock, left, seen, signal } = options
  if (due.length === 0) return
  const grip = createGrip(due, { box, clock })
  for (const judged of await options.route.judge(due.map(options.read))) {
    // The rest of the portion comes again.
    if (signal.aborted || !(await grip.holds())) return
    const { letter } = judged.read
    left.delete(letter.id)
    const outcome = await settle(judged, options)
    if (outcome.isGone) seen.forget(letter)
    grip.release(letter)
    options.onDone(judged.read, outcome.judgement)
  }
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
