import type { Fault } from '../../local/chaos/fault.ts'
import type { Hop } from '../../local/chaos/hops.ts'

/** Names of engines, as in the runtime file. */
export const ENGINES = ['dynamodb', 'opensearch', 'sqsAndS3', 'redis'] as const
export type Engine = (typeof ENGINES)[number]

/** Sinks, as `tailrace stop` names them. */
export const SINKS = ['search', 'lake', 'cache'] as const
export type Sink = (typeof SINKS)[number]

/** What an operator stops and starts. */
export const PARTS = ['pipe', ...SINKS] as const
export type Part = (typeof PARTS)[number]

/** What is written at a moment of a storm. The order is named by its place in the storm. */
export interface StormWrite {
  readonly atMs: number
  readonly customer: number
  readonly order: number
  /**
   * `broken` fits no schema and is parked; `large` travels apart from its event; `foreign` is an item
   * of no entity.
   */
  readonly kind: 'good' | 'large' | 'broken' | 'foreign' | 'remove'
  /** Told apart from every other write of the storm. */
  readonly version: number
}

/** What happens to the pipeline meanwhile. Milliseconds from the storm's beginning. */
export type Weather =
  | { kind: 'fault'; fromMs: number; toMs: number; hop: Hop; fault: Fault }
  /** SIGSTOP, then SIGCONT. */
  | { kind: 'freeze'; fromMs: number; toMs: number; engine: Engine }
  /** SIGKILL; its supervisor starts it again. */
  | { kind: 'kill'; fromMs: number; engine: Engine }
  /** Stopped and started from outside, as an operator does. */
  | { kind: 'stop'; fromMs: number; toMs: number; part: Part }
  /** Clocks go on by so much at once. */
  | { kind: 'jump'; fromMs: number; byMs: number }
  /** Images that travel apart from their events are deleted. */
  | { kind: 'lose'; fromMs: number }

/** Everything that is decided beforehand. */
export interface Storm {
  readonly seed: number
  readonly forMs: number
  readonly writes: readonly StormWrite[]
  /** In the order in which it begins. */
  readonly weather: readonly Weather[]
  /** A sink that stays dead until the others are judged, and how. */
  readonly dead?: { readonly sink: Sink; readonly by: DeadBy }
}

export type DeadBy =
  | { readonly kind: 'fault'; readonly hop: Hop; readonly fault: Fault }
  | { readonly kind: 'freeze'; readonly engine: Engine }
