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
  /** Chance that one part of a call is refused, as throttled, while its neighbours go through. */
  readonly refuse?: number
  /** Chance that the process of a function is killed while it works on a call. */
  readonly kill?: number
}

export type FaultKind = keyof Fault

export type Faults = Readonly<Partial<Record<Hop, Fault>>>

const CALLS = ['delayMs', 'error', 'lostReply', 'duplicate', 'reorder'] as const

/**
 * Which faults a hop has. What would show nowhere it has not: a read of the stream and the write of an
 * object can be repeated without anybody noticing, and TCP delivers no byte twice.
 */
export const FAULTS_OF: Readonly<Record<Hop, readonly FaultKind[]>> = {
  stream: ['delayMs', 'error', 'lostReply'],
  enrichment: [...CALLS, 'kill'],
  bus: [...CALLS, 'refuse'],
  rules: CALLS,
  queues: CALLS,
  sinks: [...CALLS, 'kill'],
  search: CALLS,
  firehose: [...CALLS, 'refuse'],
  lake: ['delayMs', 'error', 'lostReply', 'reorder'],
  cache: ['delayMs', 'error', 'lostReply', 'reorder'],
  objects: CALLS,
}

/** A fault that was put there on purpose. To what looks at errors as SDK clients give them it is a 503. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault'
  readonly $metadata = { httpStatusCode: 503 }
  /** Whether the call was made all the same: only its reply is lost. */
  readonly wasMade: boolean

  constructor(hop: Hop, { wasMade }: { readonly wasMade: boolean }) {
    super(wasMade ? `${hop}: its reply was lost, on purpose` : `${hop}: not made, on purpose`)
    this.wasMade = wasMade
  }
}
