import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

/** The longest `_id` that OpenSearch takes, in bytes of UTF-8. https://docs.opensearch.org/latest/api-reference/document-apis/index-document/ */
const DOCUMENT_ID_BYTES_MAX = 512

const HASHED = /^sha256-[0-9a-f]{64}$/

/**
 * An item's `_id`: its own id, or the hash of one that is too long. The whole id stays in `_cdc.id`.
 *
 * Two items never share one: an id that reads like a hash is hashed as well, so that nobody can
 * make a key that names another item's document.
 */
export function toDocumentId(id: string): string {
  const isKept = Buffer.byteLength(id) <= DOCUMENT_ID_BYTES_MAX && !HASHED.test(id)
  return isKept ? id : `sha256-${createHash('sha256').update(id).digest('hex')}`
}
