import type { Timing } from './timing.ts'

/** The time was over before there was an answer. */
export class TimeOver extends Error {
  constructor() {
    super('The time was over before the cache answered.')
    this.name = 'TimeOver'
  }
}

/** One that waits. A list of them, the earliest first, needs one timer: each call's own costs a hit. */
interface Waiting {
  readonly untilMs: number
  readonly giveUp: () => void
  previous: Waiting | undefined
  next: Waiting | undefined
}

/** Bounds how long an answer is waited for. */
export class Deadlines {
  readonly #timing: Timing
  #first: Waiting | undefined
  #last: Waiting | undefined
  /** When the timer runs; a timer without anyone waiting is left to run out. */
  #looksAtMs = Number.POSITIVE_INFINITY
  #cancelLook: () => void = () => undefined

  constructor(timing: Timing) {
    this.#timing = timing
  }

  /**
   * Settles as the promise does, or rejects with `TimeOver`.
   *
   * @param onLate gets the result that came after that. A rejection that comes then tells nothing new.
   */
  within<Result>(
    ms: number,
    promise: Promise<Result>,
    onLate?: (result: Result) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      let isOver = false
      const waiting = this.#add(ms, () => {
        isOver = true
        reject(new TimeOver())
      })
      promise.then(
        (result) => {
          if (isOver) return onLate?.(result)
          this.#remove(waiting)
          resolve(result)
        },
        (error) => {
          if (isOver) return
          this.#remove(waiting)
          reject(error)
        },
      )
    })
  }

  #add(ms: number, giveUp: () => void): Waiting {
    const untilMs = this.#timing.now() + ms
    let previous = this.#last
    while (previous !== undefined && previous.untilMs > untilMs) previous = previous.previous
    const next = previous === undefined ? this.#first : previous.next
    const waiting: Waiting = { untilMs, giveUp, previous, next }
    if (previous === undefined) this.#first = waiting
    else previous.next = waiting
    if (next === undefined) this.#last = waiting
    else next.previous = waiting
    if (untilMs < this.#looksAtMs) this.#lookAt(untilMs)
    return waiting
  }

  #remove({ previous, next }: Waiting): void {
    if (previous === undefined) this.#first = next
    else previous.next = next
    if (next === undefined) this.#last = previous
    else next.previous = previous
  }

  #lookAt(ms: number): void {
    this.#cancelLook()
    this.#looksAtMs = ms
    this.#cancelLook = this.#timing.after(Math.max(0, ms - this.#timing.now()), () => {
      const now = this.#timing.now()
      while (this.#first !== undefined && this.#first.untilMs <= now) {
        const { giveUp } = this.#first
        this.#remove(this.#first)
        giveUp()
      }
      this.#looksAtMs = Number.POSITIVE_INFINITY
      if (this.#first !== undefined) this.#lookAt(this.#first.untilMs)
    })
  }
}
