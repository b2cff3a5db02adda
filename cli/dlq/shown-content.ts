import { isRecord } from '../../shared/json/is-record.ts'
import type { ReadLetter } from '../../shared/redrive/letter.ts'
import { listAttributeTypes } from '../../shared/redrive/list-attribute-types.ts'

interface ShownContent {
  readonly event?: unknown
  readonly range?: unknown
  readonly images?: Readonly<Record<string, readonly string[]>>
  readonly bytes?: number
}

/** What of a letter's content may be shown: of an image that is not masked, names and types only. */
export function shownContent({ content, letter }: ReadLetter): ShownContent {
  switch (content.of) {
    case 'event':
      return { event: content.event }
    case 'range':
      return { range: content.range }
    case 'record':
      return { images: listImages(content.record) }
    case 'nothing':
      return { bytes: Buffer.byteLength(letter.body) }
  }
}

function listImages(record: unknown): Readonly<Record<string, readonly string[]>> {
  const dynamodb = isRecord(record) && isRecord(record.dynamodb) ? record.dynamodb : {}
  const images = ['NewImage', 'OldImage'].filter((name) => dynamodb[name] !== undefined)
  return Object.fromEntries(images.map((name) => [name, listAttributeTypes(dynamodb[name])]))
}
