import { anOrder, openOrderTable } from '../../test/builders/order-table.ts'
import type { BenchPipeline } from '../pipeline/start-bench-pipeline.ts'

const IN_FLIGHT = 16

/** The order that every round changes, of however many. */
export function firstOrder(prefix: string) {
  return anOrder(`${prefix}-0`, `${prefix}-0`)
}

/** Changes so many orders in turns, as fast as the table takes it; which change is an item's last is the table's to say. */
export async function changeOrders(
  { dynamodb, tableName }: Pick<BenchPipeline, 'dynamodb' | 'tableName'>,
  { changes, items, prefix }: { changes: number; items: number; prefix: string },
): Promise<void> {
  const table = openOrderTable(dynamodb, tableName)
  const numbers = Array.from({ length: changes }, (_, number) => number).values()
  const write = async () => {
    for (const number of numbers) {
      const name = `${prefix}-${number % items}`
      await table.put({ ...anOrder(name, name), total: number + 1 })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, write))
}
