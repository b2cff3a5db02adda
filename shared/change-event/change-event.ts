/**
 * The change event: Tailrace's own record of one change of one item, version 1.
 *
 * It is one item of the enrichment's reply and the `detail` of the bus event. Nothing in it is
 * random or read from a clock, so the same source record always gives the same bytes, and a retry
 * is recognised by its `eventID`. It carries whole images, never a delta: a newer event alone is
 * enough to bring any sink to the newest state of the item.
 */
import type { Json } from '../attribute-value/json.ts'
import type { PoisonCode } from './poison-code.ts'

export type { Json }

export const CHANGE_EVENT_VERSION = 1

export const OPS = ['insert', 'modify', 'remove', 'snapshot'] as const
/** What happened to the item. `snapshot` is a row that a backfill read; it loses to every real change. */
export type Op = (typeof OPS)[number]

export type ChangeType = 'inserted' | 'modified' | 'removed' | 'snapshot' | 'parked'

/** How an op reads in a type, unless the change is parked. */
export const CHANGE_TYPE_OF_OP = {
  insert: 'inserted',
  modify: 'modified',
  remove: 'removed',
  snapshot: 'snapshot',
} as const satisfies Record<Op, ChangeType>

/** An item as sinks see it: declared attributes only, decoded, personal data masked. */
export type Image = { [attribute: string]: Json }

/** Where a change stands in its stream: the only thing that orders two changes of an item. */
export interface Position {
  /** Table name. */
  readonly table: string
  /** Stream label: the time the stream was created, e.g. `2026-11-01T00:00:00.000`. */
  readonly stream: string
  /** 21 to 40 decimal digits as DynamoDB gave them, or `"0"` for a snapshot. Never a double. */
  readonly sequenceNumber: string
}

export interface ChangeEvent {
  /** The source record's own id; EventBridge Pipes asks for it at the top level to retry part of a batch. */
  readonly eventID: string
  readonly version: typeof CHANGE_EVENT_VERSION
  /** `<entity>.<inserted|modified|removed|snapshot|parked>`; the bus event's detail-type. */
  readonly type: `${string}.${ChangeType}`
  readonly entity: string
  readonly op: Op
  /** The item's canonical id, injective over the table's key attributes (see `canonicalId`). */
  readonly id: string
  readonly key: { readonly [attribute: string]: string | number }
  /** When the change happened, UTC, floored to whole seconds, e.g. `2026-11-21T07:26:36Z`. */
  readonly time: string
  readonly position: Position
  /** True when DynamoDB's TTL removed the item. */
  readonly expired: boolean
  /** Declared top-level attributes that differ, compared before masking, sorted. */
  readonly changed: readonly string[]
  /** Of the declared state attribute, or null where it did not change or cannot be told. */
  readonly transition: { readonly from: string | null; readonly to: string | null } | null
  /** Null on insert and snapshot, where the old image cannot be read, and where the images are claimed. */
  readonly before: Image | null
  /** Null on remove, on a parked change, and where the images are claimed. */
  readonly after: Image | null
  /** Present when the old image was absent or did not fit the schema. */
  readonly beforeUnreadable?: true
  /** Present when the change's new image is poison: it is announced without images. */
  readonly parked?: { readonly code: PoisonCode }
  /** Present when the bus does not take the images: where they lie. `before` and `after` are null then. */
  readonly claimCheck?: ClaimCheck
}

/**
 * A claim check: images that are too large for the bus lie in an object, and the event says where.
 * https://www.enterpriseintegrationpatterns.com/patterns/messaging/StoreInLibrary.html
 *
 * An object is named by its content. So the same images always have the same name, and an event never
 * finds other images under it than those it was made with.
 */
export interface ClaimCheck {
  /** `claim-checks/<entity>/sha256-<hex>.json` */
  readonly key: string
  /** Of the object. */
  readonly bytes: number
}
