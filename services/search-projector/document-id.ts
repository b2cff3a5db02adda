import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

/** The longest `_id` that OpenSearch takes, in bytes of UTF-8. https://docs.opensearch.org/latest/api-reference/document-apis/index-document/ */
const DOCUMENT_ID_BYTES_MAX = 512

/** An item's `_id`: its own id, or the hash of one that is too long. The whole id stays in `_cdc.id`. */
export function toDocumentId(id: string): string {
  if (Buffer.byteLength(id) <= DOCUMENT_ID_BYTES_MAX) return id
  return `sha256-${createHash('sha256').update(id).digest('hex')}`
}
