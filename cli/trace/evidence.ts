import type { LetterLine } from '../../shared/redrive/describe-letter.ts'

/** One change of one item, as far as anything says which one it is. */
export interface TracedChange {
  readonly eventID: string
  /** Null where nothing but a log names it. */
  readonly id: string | null
  /** Null for an item of no declared entity. */
  readonly entity: string | null
  readonly op: string | null
  /** UTC, ISO 8601. */
  readonly time: string | null
  readonly position: TracedPosition | null
  /** The table's stream was read, and has no record of it any more. */
  readonly isPast?: true
}

export interface TracedPosition {
  /** The stream's label. */
  readonly stream: string
  readonly sequenceNumber: string
}

/** A line of a log that names the change. */
export interface Mention {
  readonly eventID: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly service: string
  readonly outcome: string
  readonly code?: string | undefined
}

/** A record of the lake that is of the change. */
export interface LakeLine {
  readonly eventID: string
  /** Its key in the bucket. */
  readonly object: string
}

/** What a sink holds of the change's item, beside the change. */
export type Holding =
  | { readonly holds: 'this' | 'older' | 'newer'; readonly position: TracedPosition }
  | { readonly holds: 'nothing' }

/** What could be asked about one change. Undefined: who should say it was not asked, or did not answer. */
export interface Evidence {
  /** In the order of time. */
  readonly mentions: readonly Mention[]
  readonly letters: readonly LetterLine[]
  readonly index?: Holding | undefined
  readonly lake?: readonly LakeLine[] | undefined
  readonly floor?: Holding | undefined
  /** What is stopped, by the names of `tailrace stop`. */
  readonly stopped: ReadonlySet<string>
}

/** A place on a change's way, and what became of the change there. */
export interface Hop {
  readonly hop: string
  /** One word, for a program. */
  readonly state: string
  /** ISO 8601, UTC; null where nobody has noted a time. */
  readonly at: string | null
  readonly code?: string | undefined
  /** How often it came back before. */
  readonly retries?: number | undefined
  /** Keys of the lake's objects that hold it. */
  readonly objects?: readonly string[] | undefined
  /** The same and what is beside it, for a person. Quotes nothing of the item. */
  readonly says: string
}

/** What became of the change at a hop that is known. */
export type Settled = Omit<Hop, 'hop'>
