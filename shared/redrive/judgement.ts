import type { ReadLetter } from './letter.ts'

/** What would happen to a letter that is redriven. */
export const VERDICTS = [
  /** The sink takes it. */
  'applied',
  /** The sink holds this change, or a newer one of its item: it goes and changes nothing. */
  'stale',
  /** It was refused for what only the sink itself can tell: it goes, and may be refused again. */
  'tried',
  /** Cannot work without a change of code, data or deployment: it stays. */
  'poison',
  /** Names no item any more, or is too old to be sent on: it stays, and says what is to be done instead. */
  'not_redrivable',
  /** Could not be judged, or its successor was not accepted: it stays. */
  'failed',
] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Judgement {
  readonly verdict: Verdict
  /** Of what stands in the way, where something does. */
  readonly code?: string
  /** For a person; quotes no value of the item. */
  readonly reason?: string
  /** The newest position that the sink holds of the item. */
  readonly stored?: string
}

/** Every sink puts such a change off, until it is dead again. */
export const ENTITY_UNKNOWN: Judgement = {
  verdict: 'poison',
  code: 'entity.unknown',
  reason: 'no definition is of this entity',
}

/** A letter with its judgement, and the way to send it on. */
export interface JudgedLetter extends Judgement {
  readonly read: ReadLetter
  /** Resolves when its successor was accepted, and rejects otherwise. Only of one that goes. */
  readonly send?: () => Promise<void>
}

/** One place that letters are redriven to. */
export interface Route {
  /** Judges letters in their order. It never rejects for a letter's own fault. */
  judge(letters: readonly ReadLetter[]): Promise<readonly JudgedLetter[]>
}
