import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { toDocumentId } from '../../shared/search/document-id.ts'
import { writeAlias } from '../../shared/search/index-names.ts'
import { idOf } from '../../test/builders/order-table.ts'
import type { BenchPipeline } from '../pipeline/start-bench-pipeline.ts'
import { firstOrder } from './change-orders.ts'

/** @throws Error when the index holds another image of the order than the table. */
export async function requireNewest(
  { dynamodb, tableName, local }: BenchPipeline,
  prefix: string,
): Promise<void> {
  const order = firstOrder(prefix)
  const Key = toAttributeMap({ pk: order.pk, sk: order.sk })
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
  )
  const id = encodeURIComponent(toDocumentId(idOf(order)))
  const url = `${local.file.endpoints.opensearch}/${writeAlias('orders')}/_doc/${id}`
  const { _source } = (await (await fetch(url)).json()) as { _source?: { total?: number } }
  const [newest, held] = [Number(Item?.total?.N), Number(_source?.total)]
  if (newest !== held) {
    throw new Error(`The index has change ${held} of ${idOf(order)}; the newest is ${newest}.`)
  }
}
