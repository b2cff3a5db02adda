import type { Client } from '@opensearch-project/opensearch'
import { order } from '../../entities/order.ts'
import { prepareIndexes } from '../../services/search-index/prepare-indexes.ts'
import { createOpenSearchClient } from '../../shared/adapters/opensearch-client.ts'
import { createOpenSearchAdmin } from '../../shared/adapters/opensearch-index-admin.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { writeAlias } from '../../shared/search/index-names.ts'
import { LATER_STREAM, STREAM, TABLE } from './change-event.ts'

/** A client of an engine without signatures. */
export function connect(endpoint: string, requestTimeoutMs = 20_000): Promise<Client> {
  return createOpenSearchClient({ endpoint, auth: 'none', region: undefined, requestTimeoutMs })
}

/** The order's definition over an index of the given name. */
export function orderIn(index: string): EntityDefinition {
  return { ...order, search: { ...order.search, index } }
}

/** Makes the index of a definition as a deployment does. */
export async function makeIndex(client: Client, definition: EntityDefinition): Promise<void> {
  await prepareIndexes({
    admin: createOpenSearchAdmin(client),
    definitions: [definition],
    codec: 'aws-20-10-1',
    stream: { table: TABLE, stream: STREAM },
    shards: 1,
    replicas: 0,
  })
}

/** The same, and the index accepts the changes of two streams, one after the other. */
export async function makeIndexOfLineages(
  client: Client,
  definition: EntityDefinition,
): Promise<void> {
  await makeIndex(client, definition)
  const lineages = [STREAM, LATER_STREAM].map((stream) => ({ table: TABLE, stream }))
  await createOpenSearchAdmin(client).putMapping(writeAlias(definition.search.index), {
    _meta: { codec: 'aws-20-10-1', lineages },
  })
}

/** Makes an index forget the version of what is deleted at once. */
export async function makeForgetful(client: Client, { search }: EntityDefinition): Promise<void> {
  await client.indices.putSettings({
    index: writeAlias(search.index),
    body: { gc_deletes: '0s' },
  })
}

/** Takes an entity's indexes and their template out of the engine, which may run on after the tests. */
export async function removeIndex(endpoint: string, index: string): Promise<void> {
  for (const path of [`${index}*`, `_index_template/tailrace-${index}`]) {
    await fetch(`${endpoint}/${path}`, { method: 'DELETE' })
  }
}

/** A document as it is stored, read as text so that no digit of its version is lost. */
export async function readDocument(
  endpoint: string,
  index: string,
  id: string,
): Promise<{ version: string; source: unknown } | null> {
  const response = await fetch(`${endpoint}/${index}/_doc/${encodeURIComponent(id)}`)
  const text = await response.text()
  const [, version] = /"_version":(\d+)/.exec(text) ?? []
  return version === undefined ? null : { version, source: JSON.parse(text)._source }
}

/** The documents as they are stored, in the order of the ids; undefined for one that is not there. */
export async function readSources(
  endpoint: string,
  index: string,
  ids: readonly string[],
): Promise<readonly unknown[]> {
  const response = await fetch(`${endpoint}/${index}/_mget`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  })
  const { docs } = (await response.json()) as { docs: { _source?: unknown }[] }
  return docs.map(({ _source }) => _source)
}

/** The ids that a search through the index's search alias finds, sorted. */
export async function searchIds(endpoint: string, index: string): Promise<readonly string[]> {
  await fetch(`${endpoint}/${index}-write/_refresh`, { method: 'POST' })
  const response = await fetch(`${endpoint}/${index}/_search?size=1000`)
  const answer = (await response.json()) as { hits: { hits: { _id: string }[] } }
  return answer.hits.hits.map(({ _id }) => _id).toSorted()
}

/** How many documents a query finds through the index's search alias. */
export async function countHits(endpoint: string, index: string, query: object): Promise<number> {
  await fetch(`${endpoint}/${index}-write/_refresh`, { method: 'POST' })
  const response = await fetch(`${endpoint}/${index}/_count`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { count: number }).count
}
