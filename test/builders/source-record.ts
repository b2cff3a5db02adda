import type { AttributeValues } from '../../shared/attribute-value/attribute-value.ts'
import type { StreamViewType } from '../../shared/change-event/stream-view.ts'

export interface SourceRecordParts {
  readonly op?: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventID?: string
  readonly keys?: AttributeValues
  readonly before?: AttributeValues | undefined
  readonly after?: AttributeValues | undefined
  readonly sequenceNumber?: string
  /** Images that it does not carry are left out. */
  readonly viewType?: StreamViewType
  /** Deleted by DynamoDB's TTL. */
  readonly expired?: boolean
}

/** The attributes of a good order. */
export function anOrder(changes: Record<string, unknown> = {}): AttributeValues {
  return {
    pk: { S: 'CUSTOMER#c-17' },
    sk: { S: 'ORDER#o-204' },
    orderId: { S: 'o-204' },
    customerId: { S: 'c-17' },
    status: { S: 'confirmed' },
    currency: { S: 'EUR' },
    total: { N: '129.9' },
    items: { L: [aLine()] },
    shippingAddress: {
      M: {
        name: { S: 'Ada L.' },
        line1: { S: '1 High St' },
        city: { S: 'Lodz' },
        postcode: { S: '90-001' },
        country: { S: 'PL' },
      },
    },
    email: { S: 'ada@example.org' },
    createdAt: { S: '2026-11-21T07:00:00Z' },
    updatedAt: { S: '2026-11-21T07:26:36Z' },
    ...(changes as AttributeValues),
  }
}

/** One line of an order; its name may be made long. */
export function aLine(name = 'Keyboard') {
  const line = { sku: { S: 'KB-87' }, name: { S: name }, quantity: { N: '1' } }
  return { M: { ...line, unitPrice: { N: '129.9' } } } as const
}

/** A record as a Pipe hands it to the enrichment: by default the status change of an order. */
export function aSourceRecord(parts: SourceRecordParts = {}): Record<string, unknown> {
  const { op = 'MODIFY', viewType = 'NEW_AND_OLD_IMAGES', expired = false } = parts
  const before = 'before' in parts ? parts.before : op === 'INSERT' ? undefined : anOrder()
  const shipped = anOrder({ status: { S: 'shipped' } })
  const after = 'after' in parts ? parts.after : op === 'REMOVE' ? undefined : shipped
  return {
    eventID: parts.eventID ?? 'c81e728d9d4c2f63',
    eventName: op,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_795_246_000,
      Keys: parts.keys ?? { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'ORDER#o-204' } },
      ...(after && viewType.includes('NEW') && { NewImage: after }),
      ...(before && viewType.includes('OLD') && { OldImage: before }),
      SequenceNumber: parts.sequenceNumber ?? '2574600000000000000935255',
      SizeBytes: 700,
      StreamViewType: viewType,
    },
    eventSourceARN:
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000',
    ...(expired && {
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    }),
  }
}
