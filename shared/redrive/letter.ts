import type { ChangeEvent } from '../change-event/change-event.ts'

/** A dead letter as it lies in its box: nothing of it has been read yet. */
export interface Letter {
  /** The message's id; of a parked record its object's name. */
  readonly id: string
  /** What it is given back and removed with. */
  readonly receipt: string
  readonly body: string
  /** Message attributes, as text. */
  readonly attributes: Readonly<Record<string, string>>
  /** When it was sent: into its first queue, where the queue's own redrive has moved it. Epoch ms. */
  readonly sentAtMs: number
  /** How often it was handed out, this time included; a list hands it out too. */
  readonly receiveCount: number
}

/** How a letter came into its box. */
export type LetterKind =
  /** A rule could not deliver it to the sink's queue. */
  | 'rule'
  /** The sink's function found that it can never work. */
  | 'function'
  /** The queue's own redrive moved it: it came back too often. */
  | 'receives'
  /** A Pipe gave up: positions, no records. */
  | 'pipe position'
  /** A mapping of a stream to a function gave up: positions, no records. */
  | 'function position'
  /** The enrichment parked a record, whole. */
  | 'parked'
  /** The bus could not encrypt or decrypt it. */
  | 'bus'
  /** Nothing says how it came, and it is nothing that anybody here sends. */
  | 'unreadable'

/** Where records lie in a stream: from the first to the last number, both included. */
export interface StreamRange {
  readonly streamArn: string
  readonly shardId: string
  readonly startSequenceNumber: string
  readonly endSequenceNumber: string
  /** Records of the batch that was given up. Others may lie between them that a filter left out. */
  readonly batchSize: number
  /** When the first and the last of them came, as the letter says it; null where it does not. */
  readonly from: string | null
  readonly to: string | null
}

/** What a letter is about. */
export type LetterContent =
  | { readonly of: 'event'; readonly event: ChangeEvent }
  | { readonly of: 'range'; readonly range: StreamRange }
  | { readonly of: 'record'; readonly record: unknown }
  /** It cannot be read; `message` quotes nothing of it. */
  | { readonly of: 'nothing'; readonly code: string; readonly message: string }

/** A letter that has been read. */
export interface ReadLetter {
  readonly letter: Letter
  readonly kind: LetterKind
  /** Why it is dead; null when nothing says so. */
  readonly code: string | null
  /** The same for a person; quotes no value of the item. */
  readonly message: string | null
  readonly content: LetterContent
}
