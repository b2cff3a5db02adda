import type { Client } from '@opensearch-project/opensearch'
import { PipelineError, RetryableError } from '../errors/pipeline-error.ts'
import { writeAlias } from '../search/index-names.ts'
import type { Tombstone, TombstoneIndex } from '../search/tombstone-index.ts'
import { errorOf, requestRetryCode } from './opensearch-error.ts'

interface Hit {
  readonly _index: string
  readonly _id: string
  readonly _seq_no: number
  readonly _primary_term: number
}

interface DeletedItem {
  readonly delete: { readonly status: number; readonly error?: { readonly type?: string } }
}

/** Tombstones on OpenSearch 2.x and 3.x. */
export function createOpenSearchTombstones(client: Client): TombstoneIndex {
  const post = async (path: string, request: object): Promise<unknown> => {
    try {
      return (await client.transport.request({ method: 'POST', path, ...request })).body
    } catch (error) {
      throw toPipelineError(error)
    }
  }
  return {
    async findTombstones(index, before, limit) {
      const answer = (await post(`/${encodeURIComponent(writeAlias(index))}/_search`, {
        querystring: {
          seq_no_primary_term: true,
          // A shard that does not answer must not look like one without tombstones.
          allow_partial_search_results: false,
          filter_path: 'hits.hits',
        },
        body: {
          size: limit,
          _source: false,
          sort: [{ '_cdc.time': 'asc' }],
          query: {
            bool: {
              filter: [
                { term: { '_cdc.deleted': true } },
                { range: { '_cdc.time': { lt: before } } },
              ],
            },
          },
        },
      })) as { hits?: { hits?: readonly Hit[] } }
      return (answer.hits?.hits ?? []).map(toTombstone)
    },

    async removeTombstones(tombstones) {
      const { items } = (await post('/_bulk', {
        querystring: { refresh: true, filter_path: 'items.*.status,items.*.error.type' },
        bulkBody: tombstones.map(toDeleteLine).join(''),
      })) as { items: readonly DeletedItem[] }
      return items.filter(({ delete: item }) => isGone(item)).length
    },
  }
}

function toTombstone({ _index, _id, _seq_no, _primary_term }: Hit): Tombstone {
  return { index: _index, id: _id, seqNo: _seq_no, primaryTerm: _primary_term }
}

function toDeleteLine({ index, id, seqNo, primaryTerm }: Tombstone): string {
  const action = { _index: index, _id: id, if_seq_no: seqNo, if_primary_term: primaryTerm }
  return `${JSON.stringify({ delete: action })}\n`
}

/** 409: something was written over it. 404: another purge was faster. */
function isGone({ status, error }: DeletedItem['delete']): boolean {
  if (status === 200) return true
  if (status === 409 || (status === 404 && error === undefined)) return false
  const type = error?.type ?? 'no reason'
  throw new RetryableError('index.unavailable', `A tombstone was not removed: ${status}, ${type}.`)
}

function toPipelineError(error: unknown): PipelineError {
  const code = requestRetryCode(error)
  if (code !== null) return new RetryableError(code, 'The search domain does not answer.')
  const type = errorOf(error)?.type ?? 'no reason'
  return new PipelineError('index.failed', `The search domain failed: ${type}.`, { cause: error })
}
