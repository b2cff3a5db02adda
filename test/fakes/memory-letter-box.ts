import type { Letter } from '../../shared/redrive/letter.ts'
import type { LetterBox } from '../../shared/redrive/letter-box.ts'

/** A box of dead letters in memory: what is received is held until it is given back. */
export class MemoryLetterBox implements LetterBox {
  readonly letters = new Map<string, Letter>()
  readonly held = new Set<string>()
  /** Letters of one portion. */
  portion = 10
  readonly holdMs = 60_000
  /** Those that another reader has now: they are neither handed out nor held anew. */
  readonly taken = new Set<string>()
  /** Every hold ends with the next receive. */
  forgetsHolds = false
  /** Removals of these ids fail. */
  readonly stuck = new Set<string>()

  constructor(letters: readonly Letter[] = []) {
    for (const letter of letters) this.letters.set(letter.id, letter)
  }

  async receive(): Promise<readonly Letter[]> {
    if (this.forgetsHolds) this.held.clear()
    const free = [...this.letters.values()].filter(
      ({ id }) => !this.held.has(id) && !this.taken.has(id),
    )
    const portion = free.slice(0, this.portion)
    for (const { id } of portion) this.held.add(id)
    // What is handed out again comes after what is not.
    for (const letter of portion) {
      this.letters.delete(letter.id)
      this.letters.set(letter.id, letter)
    }
    return portion
  }

  async hold(letters: readonly Letter[]): Promise<boolean> {
    return letters.every(({ id }) => this.held.has(id) && !this.taken.has(id))
  }

  async giveBack(letters: readonly Letter[]): Promise<number> {
    for (const { id } of letters) this.held.delete(id)
    return 0
  }

  async remove({ id }: Letter): Promise<void> {
    if (this.stuck.has(id)) throw new Error('the queue does not answer')
    this.letters.delete(id)
    this.held.delete(id)
  }

  async count() {
    return { waiting: this.letters.size - this.held.size, held: this.held.size }
  }
}
