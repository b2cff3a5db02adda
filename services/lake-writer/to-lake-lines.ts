import { Buffer } from 'node:buffer'
import type { ReceivedChange } from '../../shared/batch/queue-message.ts'
import {
  type PlannedColumn,
  toLakeLine,
  toLineEnd,
  toLineStart,
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
  const longest = changes.reduce((most, { message }) => Math.max(most, message.body.length), 0)
  const reader = new JsonReader(Buffer.allocUnsafeSlow(longest * CHARACTER_BYTES_MAX))
  let block = Buffer.alloc(0)
  let used = 0
  return changes.map(({ event, columns, message }) => {
    const head = toLineStart(event)
    const tail = toLineEnd(event.after, columns)
    const bodyBytes = reader.read(message.body)
    const room = (head.length + tail.length) * CHARACTER_BYTES_MAX + bodyBytes * 2 + JOINTS_BYTES
    if (block.length - used < room) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, room))
      used = 0
    }

    const end = writeLine({ head, reader, tail }, event, block, used)
    if (end === null) return Buffer.from(toLakeLine(event, columns))
    const line = block.subarray(used, end)
    used = end
    return line
  })
}

interface Parts {
  readonly head: string
  /** At the beginning of the message's body. */
  readonly reader: JsonReader
  readonly tail: string
}

/**
 * Writes a line; its images are the members `before` and `after` of the body's detail.
 *
 * @returns where the line ends; null when the body, though it parses to the event, does not have
 *   the two once each, in this order and spelt so.
 */
function writeLine(
  { head, reader, tail }: Parts,
  event: ReceivedChange['event'],
  target: Buffer,
  start: number,
): number | null {
  if (!enterDetail(reader)) return null
  let end = start
  let text = head
  for (const name of ['before', 'after'] as const) {
    if (event[name] === null) {
      text += `,"${name}":null`
      continue
    }
    if (nextImage(reader) !== name) return null
    end += target.write(`${text},"${name}":"`, end)
    end = reader.copyEscaped(target, end)
    text = '"'
  }
  if (nextImage(reader) !== null) return null
  return end + target.write(text + tail, end)
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
