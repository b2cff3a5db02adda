import { createEnricher } from '../../services/enrichment/enrich.ts'
import { redeem } from '../../shared/claim-check/claim-check.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import type { TableItem } from './scan-table.ts'
import { toTransport } from './to-transport.ts'

/** Any number that a stream may carry: an image does not depend on it. */
const SEQUENCE_NUMBER = '100000000000000000001'

/**
 * What the index must hold for an item, by way of the enrichment itself: the item is shown to it as
 * if it had just been inserted. Undefined for an item of no declared entity.
 */
export function createItemProjector(options: {
  definitions: readonly EntityDefinition[]
  tokenKey: { keyId: string; key: string }
}): (item: TableItem) => { id: string; image: unknown } | undefined {
  const enrich = createEnricher(options)
  const keys = options.definitions.flatMap(({ table }) => [
    table.partitionKey.name,
    ...(table.sortKey ? [table.sortKey.name] : []),
  ])
  return (item) => {
    const { event, claim } = enrich({
      eventID: 'agreement',
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        ApproximateCreationDateTime: 0,
        Keys: Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name))),
        NewImage: toTransport(item),
        SequenceNumber: SEQUENCE_NUMBER,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN:
        'arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2026-01-01T00:00:00.000',
    })
    if (event === undefined) return undefined
    const { claimCheck } = event
    const isClaimed = claimCheck !== undefined && claim !== undefined
    const { id, after } = isClaimed ? redeem({ ...event, claimCheck }, claim.body) : event
    // By way of text, as a document is: an image's objects have no prototype.
    return { id, image: after ? JSON.parse(JSON.stringify(after)) : undefined }
  }
}
