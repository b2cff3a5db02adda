import type { Client } from '@opensearch-project/opensearch'
import { NO_TIME, type Outcome, toUnknown, UNCLASSIFIED } from '../batch/outcome.ts'
import { RetryableError } from '../errors/pipeline-error.ts'
import { type IndexContract, toContract } from '../search/index-contract.ts'
import { writeAlias } from '../search/index-names.ts'
import type { Conflict, DocumentWrite, SearchIndex } from '../search/search-index.ts'
import {
  classifyItem,
  classifyRequest,
  type OpenSearchError,
  requestRefusal,
  requestRetryCode,
  statusOf,
} from './opensearch-error.ts'
import { readStates } from './opensearch-read-states.ts'

/** Only what is looked at comes back: no version, which the client would read as a double. */
const BULK_ANSWER = 'errors,items.*.status,items.*.error.type,items.*.error.reason'

type WriteResult = Outcome | Conflict

interface BulkItem {
  readonly index?: { readonly status: number; readonly error?: OpenSearchError }
}

/** The search index on OpenSearch 2.x and 3.x. */
export function createOpenSearchIndex(client: Client): SearchIndex {
  return {
    readContract: (index) => readContract(client, index),
    write: (writes, hasTime = () => true) => write(client, writes, hasTime),
    readStates: (places) => readStates(client, places),
  }
}

async function readContract(client: Client, index: string): Promise<IndexContract | null> {
  try {
    const { body } = await client.indices.getMapping({
      index: writeAlias(index),
      filter_path: ['*.mappings._meta'],
    })
    const [found, ...others] = Object.values(body)
    return others.length > 0 ? null : toContract(found?.mappings._meta)
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw new RetryableError(
      requestRetryCode(error) ?? UNCLASSIFIED,
      'The index could not be asked for its contract.',
    )
  }
}

async function write(
  client: Client,
  writes: readonly DocumentWrite[],
  hasTime: () => boolean,
): Promise<readonly WriteResult[]> {
  if (writes.length === 0) return []
  try {
    const { body } = await client.transport.request({
      method: 'POST',
      path: '/_bulk',
      querystring: { require_alias: true, filter_path: BULK_ANSWER },
      bulkBody: writes.map(toBulkLines).join(''),
    })
    return toResults(body, writes)
  } catch (error) {
    const refusal = requestRefusal(error)
    if (refusal === null) return writes.map(() => classifyRequest(error))
    return writes.length === 1 ? [refusal] : writeHalves(client, writes, hasTime)
  }
}

/** Together too large, or one of them breaks the request for all: alone, each is judged for itself. */
async function writeHalves(
  client: Client,
  writes: readonly DocumentWrite[],
  hasTime: () => boolean,
): Promise<readonly WriteResult[]> {
  const middle = Math.ceil(writes.length / 2)
  const results: WriteResult[] = []
  for (const half of [writes.slice(0, middle), writes.slice(middle)]) {
    if (hasTime()) results.push(...(await write(client, half, hasTime)))
    else results.push(...half.map(() => NO_TIME))
  }
  return results
}

function toResults(
  answer: Readonly<Record<string, unknown>> | string | boolean,
  writes: readonly DocumentWrite[],
): readonly WriteResult[] {
  const { items }: { items?: readonly BulkItem[] } = typeof answer === 'object' ? answer : {}
  const isWhole = Array.isArray(items) && items.length === writes.length
  return writes.map((_, place) => {
    const item: BulkItem['index'] = isWhole ? items[place]?.index : undefined
    if (typeof item?.status !== 'number') return toUnknown('no status in the bulk answer')
    return classifyItem(item.status, item.error)
  })
}

/** Two lines of a bulk request's body. */
function toBulkLines(write: DocumentWrite): string {
  const { index, id, source } = write
  const place = `"_index":${JSON.stringify(writeAlias(index))},"_id":${JSON.stringify(id)}`
  return `{"index":{${place},${toCondition(write)}}}\n${JSON.stringify(source)}\n`
}

/** Numbers of 64 bits go from bigint to digits, never through a double. */
function toCondition(write: DocumentWrite): string {
  if ('version' in write) return `"version":${write.version},"version_type":"external"`
  const { seqNo, primaryTerm } = write.ifState
  return `"if_seq_no":${seqNo},"if_primary_term":${primaryTerm}`
}
