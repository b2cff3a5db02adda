import type { Clock } from '../../clock.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import type { Emit } from '../../signals.ts'
import type { Concurrency } from './concurrency.ts'
import type { QueuePort } from './queue-port.ts'

/** What the pollers of one mapping share. */
export interface Polling {
  readonly name: string
  readonly queue: QueuePort
  readonly queueArn: string
  readonly visibilityMs: number
  readonly lambda: Pick<LocalFunction, 'name' | 'invoke'>
  readonly batchSize: number
  readonly windowMs: number
  readonly reportsFailures: boolean
  readonly concurrency: Concurrency
  readonly clock: Clock
  /** A number in [0, 1). */
  readonly random: () => number
  readonly emit: Emit
  /** Aborted when the runtime stops: the batch in work is finished, none is begun. */
  readonly signal: AbortSignal
}
