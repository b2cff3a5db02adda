import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { messageOf } from '../../local/message-of.ts'
import type { RedisAccess } from '../../local/redis-client.ts'
import { isRecord } from '../../shared/json/is-record.ts'
import { changeName } from './behind.ts'

/** A search that takes longer is not answered. */
const SEARCH_MS_MAX = 10_000
/** As many as one search returns. */
const DOCUMENTS_MAX = 10_000
const NO_INDEX = 404

/**
 * What a search finds of each item, by id: its mark. What is not searchable yet is not found.
 *
 * @throws EnvironmentError when there is no answer in time.
 */
export async function readIndexMarks(
  endpoint: string,
  index: string,
): Promise<ReadonlyMap<string, string>> {
  const response = await fetch(`${endpoint}/${index}/_search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ size: DOCUMENTS_MAX, _source: ['updatedAt'] }),
    signal: AbortSignal.timeout(SEARCH_MS_MAX),
  }).catch((error: unknown) => {
    const reason = messageOf(error)
    throw new EnvironmentError(`OpenSearch does not answer a search: ${reason}.`, { cause: error })
  })
  if (response.status === NO_INDEX) return new Map()
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status} to a search`)
  const { hits } = (await response.json()) as SearchReply
  return new Map(hits.hits.map(({ _id, _source }) => [_id, _source.updatedAt]))
}

interface SearchReply {
  readonly hits: {
    readonly hits: readonly { readonly _id: string; readonly _source: { updatedAt: string } }[]
  }
}

/** What is cached of these items: the mark of each that is; undefined: cached as absent. */
export async function readCacheMarks(
  redis: RedisAccess,
  keyById: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string | undefined>> {
  if (keyById.size === 0) return new Map()
  const texts = await redis.ask((connection) => connection.mget([...keyById.values()]))
  const cached = [...keyById.keys()].map((id, place) => [id, texts[place] ?? null] as const)
  return new Map(
    cached.flatMap(([id, text]) =>
      text === null ? [] : [[id, text === '' ? undefined : markOf(text)]],
    ),
  )
}

function markOf(text: string): string {
  const value: unknown = JSON.parse(text)
  return isRecord(value) ? String(value.updatedAt) : ''
}

/** The change that a line of a lake is of; undefined where it says of none. */
export type ReadLakeLine = (
  line: string,
) => { readonly id: string; readonly mark: string } | undefined

/** Follows the objects of a lake: each is read once. */
export function createLakeTail(
  lakeDir: string,
  readLine: ReadLakeLine,
): { read(): Promise<ReadonlySet<string>> } {
  const known = new Set<string>()
  const seen = new Set<string>()
  return {
    async read() {
      for (const file of await listLakeObjects(lakeDir)) {
        if (known.has(file)) continue
        known.add(file)
        const text = gunzipSync(await readFile(file)).toString()
        for (const line of text.trimEnd().split('\n')) {
          const change = readLine(line)
          if (change !== undefined) seen.add(changeName(change))
        }
      }
      return seen
    },
  }
}
