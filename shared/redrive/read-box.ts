import type { Judgement, Route } from './judgement.ts'
import type { Letter, ReadLetter } from './letter.ts'
import type { LetterBox } from './letter-box.ts'

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
  /** Letters that could not be given back: they come back by themselves, when the hold ends. */
  readonly notGivenBack: number
  readonly isInterrupted: boolean
}

/** Portions without a new letter in a row: what was seen comes again when its hold ends. */
export const IDLE_PORTIONS_MAX = 100

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
  const held = await box.countHeld()
  const received = new Map<string, Letter>()
  let count = 0
  let notGivenBack = 0
  try {
    for (let idle = 0; !signal.aborted && count < wanted.limit && idle < IDLE_PORTIONS_MAX; ) {
      const portion = await box.receive()
      if (portion.length === 0) break
      const fresh = portion.filter(({ id }) => !received.has(id))
      for (const letter of portion) received.set(letter.id, withoutBody(letter))
      idle = fresh.length > 0 ? 0 : idle + 1
      const shown = fresh.map(options.read).filter((one) => isWanted(one, wanted))
      const within = shown.slice(0, wanted.limit - count)
      count += within.length
      await onPortion(within)
      options.onProgress(count)
    }
  } finally {
    notGivenBack = await box.giveBack([...received.values()])
  }
  return { held, notGivenBack, isInterrupted: signal.aborted }
}

function isWanted({ code }: ReadLetter, wanted: Wanted): boolean {
  return wanted.code === undefined || code === wanted.code
}

/** What is still needed of a letter that is only to be given back: bodies may be a megabyte each. */
export function withoutBody(letter: Letter): Letter {
  return { ...letter, body: '' }
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
