import type { BillInput } from '../../cli/cost/model/bill-input.ts'
import type { Sizes } from '../../cli/cost/model/sizes.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import type { StageSettings } from '../../infra/settings.ts'

/** Round numbers, to reckon with by hand. */
export function someSizes(changes: Partial<Sizes> = {}): Sizes {
  return {
    recordBytes: 2_000,
    itemBytes: 1_000,
    eventBytes: 1_500,
    eventChunks: 1,
    messageBytes: 2_000,
    messageChunks: 1,
    eventsPerChange: 1,
    lineBytes: 2_000,
    lineBilledBytes: 5_120,
    lineGzipBytes: 500,
    storedPerChange: 0,
    claimsPerChange: 0,
    claimBytesPerChange: 0,
    indexedPerChange: 1,
    cacheKeysPerChange: 2,
    itemsPerChange: 0.5,
    ...changes,
  }
}

/** The defaults of a stage that names no setting, at one change a second. */
export function aBillInput(
  parts: {
    readonly settings?: Partial<StageSettings>
    readonly sizes?: Partial<Sizes>
    readonly changesPerSecond?: number
    readonly expiredShare?: number
  } = {},
): BillInput {
  const { changesPerSecond = 1, expiredShare = 0 } = parts
  return {
    settings: resolveSettings('someone', parts.settings ?? {}),
    sizes: someSizes(parts.sizes),
    traffic: { changesPerSecond, expiredShare },
  }
}
