import type { Op } from '../../shared/change-event/change-event.ts'
import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { type ItemKey, parseItemKey } from '../../shared/entity/item-key.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { isRecord } from '../../shared/json/is-record.ts'

/** Whom DynamoDB names as the author of a delete that its TTL made. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const TTL_PRINCIPAL = 'dynamodb.amazonaws.com'

/** 9999-12-31T23:59:59Z: a later time has no RFC 3339 form, and milliseconds given as seconds lie beyond it. */
const EPOCH_SECONDS_MAX = 253_402_300_799

const OP_OF_EVENT_NAME = new Map<unknown, Exclude<Op, 'snapshot'>>([
  ['INSERT', 'insert'],
  ['MODIFY', 'modify'],
  ['REMOVE', 'remove'],
])

/** A source record, read as far as every change needs it; images and sequence number are still unchecked. */
export interface SourceRecord {
  readonly eventID: string
  readonly op: Exclude<Op, 'snapshot'>
  readonly table: string
  readonly stream: string
  /** As the record has it: whether it fits the layout is still to be checked. */
  readonly sequenceNumber: string
  readonly key: ItemKey
  /** UTC, whole seconds. */
  readonly time: string
  /** Deleted by DynamoDB's TTL. */
  readonly expired: boolean
  readonly oldImage: unknown
  readonly newImage: unknown
}

/**
 * Reads a record of a DynamoDB stream.
 *
 * @throws PoisonError `record.invalid` when it is none, or its key is not the table's.
 */
export function parseSourceRecord(value: unknown, keys: TableKeys): SourceRecord {
  if (!isRecord(value)) throw invalid('it is no object')
  const { eventID, eventName, dynamodb, eventSourceARN, userIdentity } = value
  if (typeof eventID !== 'string' || eventID === '') throw invalid('it has no eventID')
  if (!isRecord(dynamodb)) throw invalid('it has no dynamodb part')

  const op = OP_OF_EVENT_NAME.get(eventName)
  if (op === undefined) throw invalid('its eventName is not INSERT, MODIFY or REMOVE')
  const stream = parseStreamArn(eventSourceARN)
  if (stream === undefined) throw invalid('its eventSourceARN is no DynamoDB stream')
  const key = parseItemKey(keys, dynamodb.Keys)
  if (key === undefined) throw invalid("its Keys are not the table's key attributes")
  const time = toTime(dynamodb.ApproximateCreationDateTime)
  if (time === undefined) throw invalid('its time is not in epoch seconds')

  return {
    eventID,
    op,
    ...stream,
    sequenceNumber: toText(dynamodb.SequenceNumber),
    key,
    time,
    expired:
      op === 'remove' && isRecord(userIdentity) && userIdentity.principalId === TTL_PRINCIPAL,
    oldImage: dynamodb.OldImage,
    newImage: dynamodb.NewImage,
  }
}

/** The last one told: a batch has many changes of a second, and a date's text takes as long as their key. */
let told = { epochSeconds: 0, time: '1970-01-01T00:00:00Z' }

function toTime(epochSeconds: unknown): string | undefined {
  if (typeof epochSeconds !== 'number') return undefined
  if (!(epochSeconds >= 0 && epochSeconds <= EPOCH_SECONDS_MAX)) return undefined
  if (epochSeconds !== told.epochSeconds) {
    const time = `${new Date(Math.floor(epochSeconds) * 1000).toISOString().slice(0, 19)}Z`
    told = { epochSeconds, time }
  }
  return told.time
}

function invalid(reason: string): PoisonError {
  return new PoisonError('record.invalid', `Not a record of the table's stream: ${reason}.`, {
    cause: reason,
  })
}

/** No sequence number is empty, so what is no text at all fails the same check as text that is none. */
function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
