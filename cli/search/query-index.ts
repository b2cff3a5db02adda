import { EnvironmentError } from '../../local/environment-error.ts'
import { InputError } from '../command.ts'

export interface Hit {
  readonly id: string
  /** The document without Tailrace's own `_cdc` block. */
  readonly document: Readonly<Record<string, unknown>>
}

/** What a search has found. */
export interface Found {
  /** Also those beyond the page. */
  readonly total: number
  readonly hits: readonly Hit[]
}

/** A frozen engine takes connections and says nothing. */
const ANSWER_MS_MAX = 10_000

interface SearchReply {
  readonly hits: {
    readonly total: { readonly value: number }
    readonly hits: readonly { readonly _source: { readonly _cdc: { readonly id: string } } }[]
  }
}

/**
 * Asks an index through its reading alias, newest change first.
 *
 * @throws InputError when the query cannot be parsed.
 * @throws EnvironmentError when the index does not answer.
 */
export async function queryIndex(options: {
  endpoint: string
  index: string
  query: string
  size: number
  /** How long the index may take, ms. */
  answerMsMax?: number
}): Promise<Found> {
  const { answerMsMax = ANSWER_MS_MAX } = options
  const response = await fetch(`${options.endpoint}/${options.index}/_search`, {
    method: 'POST',
    signal: AbortSignal.timeout(answerMsMax),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      size: options.size,
      track_total_hits: true,
      query: { query_string: { query: options.query } },
      sort: [{ '_cdc.time': 'desc' }, { '_cdc.seq': 'desc' }],
    }),
  }).catch((cause: unknown) => {
    throw new EnvironmentError(`OpenSearch does not answer at ${options.endpoint}.`, { cause })
  })
  if (response.status === 400) throw new InputError(await queryProblem(response))
  if (!response.ok) {
    throw new EnvironmentError(`OpenSearch answered ${response.status} to the search.`)
  }
  const { hits } = (await response.json()) as SearchReply
  return { total: hits.total.value, hits: hits.hits.map(({ _source }) => toHit(_source)) }
}

function toHit({ _cdc, ...document }: SearchReply['hits']['hits'][number]['_source']): Hit {
  return { id: _cdc.id, document }
}

async function queryProblem(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error?: { root_cause?: { reason?: string }[] } }
  const reason = error?.root_cause?.[0]?.reason ?? 'the query was refused'
  return `The query cannot be used: ${reason.split('\n')[0]}`
}
