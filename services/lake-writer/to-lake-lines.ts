import { Buffer } from 'node:buffer'
import type { ReceivedChange } from '../../shared/batch/queue-message.ts'
import {
  type PlannedColumn,
  toColumnValues,
  toLakeLine,
  toRecordHead,
} from '../../shared/lake/lake-record.ts'
import { JsonReader } from './json-reader.ts'

/** A change of an entity whose columns are known. */
export interface PlannedChange extends ReceivedChange {
  readonly columns: readonly PlannedColumn[]
}

/** Lines lie side by side in blocks of this size; one that needs more gets a block of its own. */
const BLOCK_BYTES = 1024 * 1024

/** Names, quotes and commas around the parts of a line. */
const JOINTS_BYTES = 64

/** Of one character of text in UTF-8. */
const CHARACTER_BYTES_MAX = 3

const DETAIL = Buffer.from('detail')
const BEFORE = Buffer.from('before')
const AFTER = Buffer.from('after')

/**
 * The lake lines of a batch, in its order.
 *
 * A message holds both images as JSON text, and the lake wants them as JSON text: they are copied
 * from one to the other and not serialised again, which is more than half of the work of a line.
 */
export function toLakeLines(changes: readonly PlannedChange[]): readonly Uint8Array[] {
  let block = Buffer.alloc(0)
  let used = 0
  return changes.map((change) => {
    const { event, columns, message } = change
    const head = JSON.stringify(toRecordHead(event)).slice(0, -1)
    const tail = toTail(toColumnValues(event.after, columns))
    const body = Buffer.from(message.body)
    const room = (head.length + tail.length) * CHARACTER_BYTES_MAX + body.length * 2 + JOINTS_BYTES
    if (block.length - used < room) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, room))
      used = 0
    }

    const afterHead = used + block.write(head, used)
    const afterImages = copyImages(body, block, afterHead, event)
    if (afterImages === null) return Buffer.from(toLakeLine(event, columns))
    const end = afterImages + block.write(tail, afterImages)
    const line = block.subarray(used, end)
    used = end
    return line
  })
}

/** What stands after the images: the columns, the end of the object, the newline. */
function toTail(values: ReturnType<typeof toColumnValues>): string {
  const text = JSON.stringify(values)
  return text === '{}' ? '}\n' : `,${text.slice(1)}\n`
}

/**
 * Copies the members `before` and `after` of the bus event's detail.
 *
 * @returns where the copy ends; null when the text, though it parses to the event, does not have
 *   the two once each, in this order and spelt so.
 */
function copyImages(
  body: Uint8Array,
  target: Buffer,
  start: number,
  event: ReceivedChange['event'],
): number | null {
  const reader = new JsonReader(body)
  if (!enterDetail(reader)) return null
  let end = start
  for (const name of ['before', 'after'] as const) {
    if (event[name] === null) {
      end += target.write(`,"${name}":null`, end, 'latin1')
      continue
    }
    if (nextImage(reader) !== name) return null
    end += target.write(`,"${name}":"`, end, 'latin1')
    end = reader.copyEscaped(target, end)
    end += target.write('"', end, 'latin1')
  }
  return nextImage(reader) === null ? end : null
}

function enterDetail(reader: JsonReader): boolean {
  if (!reader.enterObject()) return false
  while (reader.nextMember()) {
    if (reader.isNamed(DETAIL)) return reader.enterObject()
    reader.skipValue()
  }
  return false
}

/** Steps to the next image of the detail; null when there is none left. */
function nextImage(reader: JsonReader): 'before' | 'after' | null {
  while (reader.nextMember()) {
    if (reader.isObject()) {
      if (reader.isNamed(BEFORE)) return 'before'
      if (reader.isNamed(AFTER)) return 'after'
    }
    reader.skipValue()
  }
  return null
}
