import type { Letter } from './letter.ts'

/** How many letters there are: about, as a queue counts. */
export interface LetterCount {
  /** Those that could be received. Null where nobody counts, because reading reaches all of them. */
  readonly waiting: number | null
  /** Those that somebody holds. */
  readonly held: number
}

/** Where dead letters lie. What is received is held: nobody else gets it for a while. */
export interface LetterBox {
  /** How long a hold lasts. */
  readonly holdMs: number
  /** Some letters that nobody holds; none when there are no more just now. It rejects when it cannot be asked. */
  receive(): Promise<readonly Letter[]>
  /**
   * Holds them anew, from now on.
   *
   * @returns false when one of them is not known to be held: somebody else may have it.
   */
  hold(letters: readonly Letter[]): Promise<boolean>
  /**
   * Lets others have them at once.
   *
   * @returns how many could not be given back: they come back by themselves, when the hold ends.
   */
  giveBack(letters: readonly Letter[]): Promise<number>
  /** Rejects when the letter is not known to be gone. */
  remove(letter: Letter): Promise<void>
  count(): Promise<LetterCount>
}
