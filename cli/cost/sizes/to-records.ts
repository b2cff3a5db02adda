import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { table } from '../../../entities/table.ts'
import type { StreamViewType } from '../../../shared/change-event/stream-view.ts'
import { InputError } from '../../command.ts'
import { toAttributeMap } from '../../publish/attribute-map.ts'
import { orderItem, orderKey } from '../../publish/order-action.ts'
import type { Change } from '../../publish/read-changes.ts'

const TIME = '2026-11-21T07:26:36Z'
const EPOCH_SECONDS = 1_795_246_000
/** In the manner of AWS, 25 digits: the counter, then 20 that tell apart what it cannot. */
const COUNTER_FIRST = 25_746n
const STREAM =
  'arn:aws:dynamodb:eu-west-1:111122223333:table/tailrace-prod-OrdersTable-1ABCDEFGHIJKL/stream/2026-11-01T00:00:00.000'

type Item = Readonly<Record<string, AttributeValue>>

export interface SampleRecord {
  /** As a Pipe hands it to the enrichment. */
  readonly record: Readonly<Record<string, unknown>>
  /** The larger of its images, whatever of them the record carries. */
  readonly item: Item
}

/**
 * The stream records of changes, in their order. An item that is put as it stands counts as changed
 * from what was put before, or from its own like.
 *
 * @throws InputError for an action on an order that nothing before it put.
 */
export function toRecords(
  changes: Iterable<Change>,
  viewType: StreamViewType,
): readonly SampleRecord[] {
  const items = new Map<string, Item>()
  return [...changes].map((change, place) => {
    const { key, before, after } = applyChange(change, items)
    const id = JSON.stringify(key)
    if (after === undefined) items.delete(id)
    else items.set(id, after)
    return {
      item: after ?? before ?? key,
      record: {
        eventID: `c81e728d9d4c2f636f067f89${place.toString(16).padStart(8, '0')}`,
        eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-west-1',
        dynamodb: {
          ApproximateCreationDateTime: EPOCH_SECONDS,
          Keys: key,
          ...(after && viewType.includes('NEW') && { NewImage: after }),
          ...(before && viewType.includes('OLD') && { OldImage: before }),
          SequenceNumber: `${COUNTER_FIRST + BigInt(place)}${'0'.repeat(20)}`,
          SizeBytes: Buffer.byteLength(JSON.stringify([before, after])),
          StreamViewType: viewType,
        },
        eventSourceARN: STREAM,
      },
    }
  })
}

interface Images {
  readonly key: Item
  readonly before: Item | undefined
  readonly after: Item | undefined
}

function applyChange(change: Change, items: ReadonlyMap<string, Item>): Images {
  if (change.action === 'put') {
    const key = keyOf(change.item)
    return { key, before: items.get(JSON.stringify(key)) ?? change.item, after: change.item }
  }
  const key = toAttributeMap(orderKey(change.order))
  if (change.action === 'create') {
    return { key, before: undefined, after: toAttributeMap(orderItem(change.order, TIME)) }
  }
  const before = items.get(JSON.stringify(key))
  if (before === undefined) {
    throw new InputError(
      `The order ${change.order.orderId} is changed, and no item before it is that order.`,
    )
  }
  if (change.action === 'delete') return { key, before, after: undefined }
  return { key, before, after: { ...before, status: { S: change.status } } }
}

function keyOf(item: Item): Item {
  return Object.fromEntries(
    [table.partitionKey.name, table.sortKey.name].flatMap((name) => {
      const value = item[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
