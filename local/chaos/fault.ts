import type { Hop } from './hops.ts'

/** What goes wrong at one hop. Chances are in [0, 1], drawn for each call by itself. */
export interface Fault {
  /** Each call waits that long. Milliseconds. */
  readonly delayMs?: number
  /** Chance that a call is not made and fails. */
  readonly error?: number
  /** Chance that a call is made, and its caller is told that it failed. */
  readonly lostReply?: number
  /** Chance that a call is made twice. */
  readonly duplicate?: number
  /** Chance that a call is held back until others that came later are through. */
  readonly reorder?: number
  /** Chance that the process of a function is killed while it works on a call. */
  readonly kill?: number
}

export type Faults = Readonly<Partial<Record<Hop, Fault>>>

/** A fault that was put there on purpose. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault'
}
