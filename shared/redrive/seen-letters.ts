import type { Letter } from './letter.ts'

/** Letters that may come again before a box counts as read: a small box goes round quickly. */
const REPEATS_MIN = 100

/** The letters of a box that one run has received: what was seen comes again when its hold ends. */
export class SeenLetters {
  readonly #letters = new Map<string, Letter>()
  /** Since the last new one. */
  #repeats = 0

  /** @returns those that were not seen before. */
  add(portion: readonly Letter[]): readonly Letter[] {
    const fresh = portion.filter(({ id }) => !this.#letters.has(id))
    for (const letter of portion) this.#letters.set(letter.id, withoutBody(letter))
    this.#repeats = fresh.length > 0 ? 0 : this.#repeats + portion.length
    return fresh
  }

  /** It is no longer there. */
  forget({ id }: Letter): void {
    this.#letters.delete(id)
  }

  /** Two whole rounds brought nothing new. */
  hasGoneRound(): boolean {
    return this.#repeats > Math.max(REPEATS_MIN, 2 * this.#letters.size)
  }

  /** All of them, by which they are given back. */
  all(): readonly Letter[] {
    return [...this.#letters.values()]
  }
}

/** What is still needed of a letter that is only to be given back: bodies may be a megabyte each. */
function withoutBody(letter: Letter): Letter {
  return { ...letter, body: '' }
}
