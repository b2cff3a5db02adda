/** What a flight ended with, for one who joined it. */
export type Landing =
  | { readonly kind: 'value'; readonly text: string }
  /** It has no value that this one may take. */
  | { readonly kind: 'again' }

interface Joiner {
  readonly resolve: (landing: Landing) => void
  readonly reject: (error: unknown) => void
}

/**
 * One way to a missing value, which several callers of this process go together.
 *
 * A joiner must not get a value that is older than an invalidation it came after. So it takes one
 * only if it had joined before the value was asked for, or if the fill was accepted, which says that
 * nothing was invalidated until then; and nobody joins any more when the fill is under way.
 *
 *   joins           joins               cannot join
 *     |---- asks ----|---- sends the fill ----|---- lands
 *     takes it       takes it if accepted
 */
export class Flight {
  readonly #joiners: Joiner[] = []
  /** So many had joined when the value was asked for. */
  #before = 0

  join(): Promise<Landing> {
    return new Promise((resolve, reject) => this.#joiners.push({ resolve, reject }))
  }

  /** The value is asked for now: what comes is new enough for all who have joined. */
  ask(): void {
    this.#before = this.#joiners.length
  }

  land(text: string, isAccepted: boolean): void {
    const joiners = this.#leave()
    for (const [place, { resolve }] of joiners.entries()) {
      resolve(isAccepted || place < this.#before ? { kind: 'value', text } : { kind: 'again' })
    }
  }

  /** The one who leads takes too long: those who wait go their own way. */
  dismiss(): void {
    for (const { resolve } of this.#leave()) resolve({ kind: 'again' })
  }

  fail(error: unknown): void {
    for (const { reject } of this.#leave()) reject(error)
  }

  #leave(): Joiner[] {
    return this.#joiners.splice(0)
  }
}
