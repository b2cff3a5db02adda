import type { ChangeEvent } from '../change-event/change-event.ts'
import type { Judgement } from './judgement.ts'
import type { SinkStates } from './sink-states.ts'

/** Says what a sink would do with each of the changes, in their order. It never rejects. */
export type JudgeChanges = (
  events: readonly ChangeEvent[],
  states: SinkStates,
) => Promise<readonly Judgement[]>
