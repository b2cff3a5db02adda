/**
 * The contrast, not a model to follow: a function as it is often shipped. It takes a batch of a
 * table's stream and serves every sink itself, one after another, record by record; it believes that
 * every item is as it expects it, writes documents without a version, and deletes cache keys.
 */
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose'
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

export async function handler(records: readonly SourceRecord[]): Promise<[]> {
  for (const record of records) {
    const id = contrastId(decode(record.dynamodb.Keys) as { pk: string; sk: string })
    const image = record.dynamodb.NewImage
    const order = image && (decode(image) as Order)
    await toSearch(id, order)
    await toLake({ id, eventName: record.eventName, order })
    await redis.del(contrastCacheKey(id))
  }
  return []
}

/** One request a record. */
async function toSearch(id: string, order: Order | undefined): Promise<void> {
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

async function toLake(line: object): Promise<void> {
  const Data = Buffer.from(`${JSON.stringify(line)}\n`)
  await firehose.send(new PutRecordCommand({ DeliveryStreamName: LAKE_STREAM, Record: { Data } }))
}

function decode(image: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(image).map(([name, value]) => [name, decodeAttributeValue(value as never)]),
  )
}
