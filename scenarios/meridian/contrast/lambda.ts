/**
 * The contrast, not a model to follow: a function as it is often shipped. It takes a batch of a
 * table's stream and serves every sink itself, one after another; it believes that every item is as it
 * expects it, writes documents without a version, and deletes cache keys.
 */
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { Redis } from 'iovalkey'
import type { SourceRecord } from '../../../local/resources/pipe/source-record.ts'
import { decodeAttributeValue } from '../../../shared/change-event/index.ts'
import { CONTRAST_INDEX, contrastCacheKey, contrastId } from './names.ts'

const { SEARCH_ENDPOINT, CACHE_ENDPOINT = '', LAKE_STREAM } = process.env

const firehose = new FirehoseClient()
const redis = new Redis(CACHE_ENDPOINT)

const NOT_FOUND = 404

type Order = Readonly<Record<string, unknown>> & {
  readonly items: readonly { readonly quantity: number }[]
}

interface Change {
  readonly id: string
  readonly eventName: string
  readonly order: Order | undefined
}

export async function handler(records: readonly SourceRecord[]): Promise<[]> {
  const changes = records.map(readChange)
  for (const change of changes) await toSearch(change)
  await toLake(changes)
  await redis.del(...changes.map(({ id }) => contrastCacheKey(id)))
  return []
}

function readChange({ eventName, dynamodb: { Keys, NewImage } }: SourceRecord): Change {
  const id = contrastId(decode(Keys) as { pk: string; sk: string })
  return { id, eventName, order: NewImage && (decode(NewImage) as Order) }
}

/** One request a record. */
async function toSearch({ id, order }: Change): Promise<void> {
  const url = `${SEARCH_ENDPOINT}/${CONTRAST_INDEX}/_doc/${encodeURIComponent(id)}`
  const response = await fetch(url, {
    method: order === undefined ? 'DELETE' : 'PUT',
    headers: { 'content-type': 'application/json' },
    ...(order !== undefined && { body: JSON.stringify(toDocument(order)) }),
  })
  await response.arrayBuffer()
  const isGone = order === undefined && response.status === NOT_FOUND
  if (!response.ok && !isGone) throw new Error(`search answered ${response.status}`)
}

function toDocument(order: Order): object {
  return { ...order, pieces: order.items.reduce((sum, { quantity }) => sum + quantity, 0) }
}

async function toLake(changes: readonly Change[]): Promise<void> {
  const Records = changes.map((change) => ({ Data: Buffer.from(`${JSON.stringify(change)}\n`) }))
  await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: LAKE_STREAM, Records }))
}

function decode(image: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(image).map(([name, value]) => [name, decodeAttributeValue(value as never)]),
  )
}
