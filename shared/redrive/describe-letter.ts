import { isSafeEventId } from '../change-event/event-id.ts'
import { parseStreamArn } from '../change-event/parse-stream-arn.ts'
import { canonicalId, parseItemKey } from '../entity/item-key.ts'
import type { TableKeys } from '../entity/table-keys.ts'
import { isRecord } from '../json/is-record.ts'
import type { ReadLetter } from './letter.ts'

/** What of a letter may be shown in a list: nothing of an item but its id. */
export interface LetterLine {
  readonly queue: string
  readonly kind: string
  readonly code: string | null
  readonly id: string | null
  readonly op: string | null
  /** `<stream label>/<number>`; of a range its first and last number. */
  readonly position: string | null
  readonly eventID: string | null
  /** When the change was made, where it says so; else when the letter was sent. Epoch ms. */
  readonly sinceMs: number
  readonly received: number
  /** The message's id, or the object's name. */
  readonly letter: string
}

type Subject = Pick<LetterLine, 'id' | 'op' | 'position' | 'eventID'> & {
  readonly sinceMs?: number | undefined
}

/** @param table whose keys a parked record has. */
export function describeLetter(read: ReadLetter, queue: string, table: TableKeys): LetterLine {
  const { letter, kind, code } = read
  const { sinceMs, ...subject } = describeSubject(read, table)
  return {
    queue,
    kind,
    code,
    ...subject,
    sinceMs: sinceMs ?? letter.sentAtMs,
    received: letter.receiveCount,
    letter: letter.id,
  }
}

function describeSubject({ content }: ReadLetter, table: TableKeys): Subject {
  switch (content.of) {
    case 'event': {
      const { id, op, position, eventID, time } = content.event
      const at = `${position.stream}/${position.sequenceNumber}`
      return { id, op, position: at, eventID, sinceMs: toMs(time) }
    }
    case 'range': {
      const { startSequenceNumber: first, endSequenceNumber: last, from, streamArn } = content.range
      const numbers = first === last ? first : `${first}..${last}`
      const position = `${parseStreamArn(streamArn)?.stream ?? '?'}/${numbers}`
      return { ...UNKNOWN, position, sinceMs: toMs(from) }
    }
    case 'record':
      return describeRecord(content.record, table)
    case 'nothing':
      return UNKNOWN
  }
}

/** Of a record that may be anything, only what has the form that it should have. */
function describeRecord(record: unknown, table: TableKeys): Subject {
  if (!isRecord(record) || !isRecord(record.dynamodb)) return UNKNOWN
  const { eventID, eventName, eventSourceARN, dynamodb } = record
  const key = parseItemKey(table, dynamodb.Keys)
  const number = String(dynamodb.SequenceNumber)
  const stream = parseStreamArn(eventSourceARN)?.stream
  const seconds = dynamodb.ApproximateCreationDateTime
  return {
    id: key === undefined ? null : canonicalId(table, key),
    op: OPS.has(String(eventName)) ? String(eventName).toLowerCase() : null,
    position: stream !== undefined && DIGITS.test(number) ? `${stream}/${number}` : null,
    eventID: isSafeEventId(eventID) ? eventID : null,
    sinceMs: typeof seconds === 'number' ? seconds * 1_000 : undefined,
  }
}

function toMs(time: string | null): number | undefined {
  const ms = Date.parse(time ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

const UNKNOWN = { id: null, op: null, position: null, eventID: null } as const
const OPS = new Set(['INSERT', 'MODIFY', 'REMOVE'])
const DIGITS = /^[0-9]{1,40}$/
