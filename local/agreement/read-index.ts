const PAGE_SIZE = 1_000
/** An index that takes longer is not answering. */
const TIMEOUT_MS = 10_000

interface SearchReply {
  readonly hits: {
    readonly hits: readonly {
      readonly _source: { readonly _cdc: { readonly id: string }; readonly _other?: unknown }
      readonly sort: readonly unknown[]
    }[]
  }
}

/**
 * Every document that a search through the alias can find, after a refresh. Its image is what is
 * declared: attributes that nobody declared are no matter of agreement.
 */
export async function* readIndex(
  endpoint: string,
  index: string,
): AsyncGenerator<{ id: string; image: unknown }> {
  await request(`${endpoint}/${index}/_refresh`)
  for (let after: readonly unknown[] | undefined; ; ) {
    const reply = await request(`${endpoint}/${index}/_search`, {
      size: PAGE_SIZE,
      sort: [{ '_cdc.id': 'asc' }],
      ...(after && { search_after: after }),
    })
    const { hits } = (reply as SearchReply).hits
    for (const hit of hits) {
      const { _cdc, _other, ...image } = hit._source
      yield { id: _cdc.id, image }
    }
    after = hits.at(-1)?.sort
    if (after === undefined) return
  }
}

async function request(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status} to ${url}`)
  return response.json()
}
