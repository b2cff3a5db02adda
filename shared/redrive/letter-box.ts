import type { Letter } from './letter.ts'

/** Where dead letters lie. What is received is held: nobody else gets it for a while. */
export interface LetterBox {
  /** Some letters that nobody holds; none when there are no more just now. It rejects when it cannot be asked. */
  receive(): Promise<readonly Letter[]>
  /**
   * Lets others have them at once.
   *
   * @returns how many could not be given back: they come back by themselves, when the hold ends.
   */
  giveBack(letters: readonly Letter[]): Promise<number>
  /** Rejects when the letter is not known to be gone. */
  remove(letter: Letter): Promise<void>
  /** How many letters somebody holds: about, as the queue counts. */
  countHeld(): Promise<number>
}
