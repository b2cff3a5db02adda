import type { Judgement, Route } from './judgement.ts'
import type { Letter, ReadLetter } from './letter.ts'
import type { LetterBox } from './letter-box.ts'
import { SeenLetters } from './seen-letters.ts'

/** Which letters are wanted. */
export interface Wanted {
  /** With this code only. */
  readonly code?: string | undefined
  /** So many at most. */
  readonly limit: number
}

export interface ReadBoxOptions {
  readonly box: LetterBox
  readonly read: (letter: Letter) => ReadLetter
  readonly wanted: Wanted
  /** Ends between two portions. */
  readonly signal: AbortSignal
  /** Told how many there are so far. */
  readonly onProgress: (letters: number) => void
}

/** What reading a box left behind. */
export interface BoxReading {
  /** Letters that others hold, so that they could not be read. */
  readonly held: number
  /** Letters that the box counts beyond those that it handed out: about. */
  readonly unread: number
  /** As many as wanted were found: there may be more. */
  readonly isLimited: boolean
  /** Letters that could not be given back: they come back by themselves, when the hold ends. */
  readonly notGivenBack: number
  readonly isInterrupted: boolean
}

/**
 * Shows every wanted letter of a box once, and gives all of them back: nothing is taken out.
 *
 * @param onPortion told of some letters at a time; may be called with none.
 */
export async function readBox(
  options: ReadBoxOptions,
  onPortion: (portion: readonly ReadLetter[]) => Promise<void>,
): Promise<BoxReading> {
  const { box, wanted, signal } = options
  const { waiting, held } = await box.count()
  const seen = new SeenLetters()
  let count = 0
  let notGivenBack = 0
  try {
    while (!signal.aborted && count < wanted.limit && !seen.hasGoneRound()) {
      const portion = await box.receive()
      if (portion.length === 0) break
      const shown = seen
        .add(portion)
        .map(options.read)
        .filter((one) => isWanted(one, wanted))
      const within = shown.slice(0, wanted.limit - count)
      count += within.length
      await onPortion(within)
      options.onProgress(count)
    }
  } finally {
    notGivenBack = await box.giveBack(seen.all())
  }
  const isLimited = count >= wanted.limit
  const isInterrupted = signal.aborted
  const beyond = Math.max(0, (waiting ?? 0) - seen.all().length)
  const unread = isLimited || isInterrupted ? 0 : beyond
  return { held, unread, isLimited, notGivenBack, isInterrupted }
}

function isWanted({ code }: ReadLetter, wanted: Wanted): boolean {
  return wanted.code === undefined || code === wanted.code
}

/** Says of every wanted letter what would become of it. Nothing is sent, nothing is taken out. */
export async function planRedrive(
  options: ReadBoxOptions & { readonly route: Route },
  onPlanned: (read: ReadLetter, judgement: Judgement) => void,
): Promise<BoxReading> {
  return readBox(options, async (portion) => {
    for (const { send, read, ...judgement } of await options.route.judge(portion)) {
      onPlanned(read, judgement)
    }
  })
}
