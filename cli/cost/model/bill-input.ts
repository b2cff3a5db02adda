import type { StageSettings } from '../../../infra/settings.ts'
import { SECONDS_OF_MONTH } from './month.ts'
import type { Sizes } from './sizes.ts'

/** All that a bill follows from, beside prices and assumptions. */
export interface BillInput {
  readonly settings: StageSettings
  readonly sizes: Sizes
  readonly traffic: Traffic
}

export interface Traffic {
  readonly changesPerSecond: number
  /** Removals by TTL among the changes, 0 to 1. */
  readonly expiredShare: number
}

/** Changes a second that the Pipe's filter lets through. */
export function passingRate({ settings, traffic }: BillInput): number {
  const dropped = settings.ttlDeletes === 'drop' ? traffic.expiredShare : 0
  return traffic.changesPerSecond * (1 - dropped)
}

/** Of a month, as `passingRate`. */
export function passingChanges(input: BillInput): number {
  return passingRate(input) * SECONDS_OF_MONTH
}
