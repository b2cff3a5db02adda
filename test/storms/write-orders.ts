import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { openOrderTable } from '../builders/order-table.ts'
import type { Storm, StormWrite } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { stormOrder, toItem } from './to-item.ts'

/** A table that is away is asked again after so long. */
const ASK_AGAIN_MS = 200
/** A bound on hanging: an engine that was killed is back long before. */
const TAKEN_MS_MAX = 60_000

/** The table did not come back. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

/**
 * Writes what a storm writes, in its order and not before its time; what the table does not take is
 * written again until it does.
 *
 * @param takenMsMax how long one write may take.
 * @throws NotTaken, and what the table refuses: a storm writes nothing that it may refuse.
 */
export async function writeOrders(
  storm: Pick<Storm, 'seed' | 'writes'>,
  sky: Pick<StormPipeline, 'dynamodb' | 'tableName'>,
  takenMsMax = TAKEN_MS_MAX,
): Promise<void> {
  const orders = openOrderTable(sky.dynamodb, sky.tableName)
  const begunAt = performance.now()
  for (const write of storm.writes) {
    await wait(Math.max(0, begunAt + write.atMs - performance.now()))
    await untilTaken(() => apply(write, storm.seed), takenMsMax)
  }

  async function apply(write: StormWrite, seed: number): Promise<void> {
    if (write.kind === 'remove') await orders.remove(stormOrder(seed, write))
    else await orders.put(toItem(seed, write))
  }
}

async function untilTaken(write: () => Promise<void>, takenMsMax: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new NotTaken(`the table took no write for ${takenMsMax / 1_000} s`)),
    takenMsMax,
  )
  try {
    for (;;) {
      try {
        return await Promise.race([write(), late])
      } catch (error) {
        if (!isAway(error)) throw error
      }
      await wait(ASK_AGAIN_MS)
    }
  } finally {
    clearTimeout(timer)
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof NotTaken) return false
  return !(error instanceof DynamoDBServiceException && error.$fault === 'client')
}
