import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { openOrderTable } from '../builders/order-table.ts'
import type { Storm, StormWrite } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { stormOrder, toItem } from './to-item.ts'

/** A table that is away is asked again after so long. */
const ASK_AGAIN_MS = 200

/**
 * Writes what a storm writes, in its order and not before its time; what the table does not take is
 * written again until it does.
 */
export async function writeOrders(storm: Storm, sky: StormPipeline): Promise<void> {
  const orders = openOrderTable(sky.dynamodb, sky.tableName)
  const begunAt = performance.now()
  for (const write of storm.writes) {
    await wait(Math.max(0, begunAt + write.atMs - performance.now()))
    await untilTaken(() => apply(write, storm.seed))
  }

  async function apply(write: StormWrite, seed: number): Promise<void> {
    if (write.kind === 'remove') await orders.remove(stormOrder(seed, write))
    else await orders.put(toItem(seed, write))
  }
}

/** @throws what the table refuses: a storm writes nothing that it may refuse. */
async function untilTaken(write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (error instanceof DynamoDBServiceException && error.$fault === 'client') throw error
    }
    await wait(ASK_AGAIN_MS)
  }
}
