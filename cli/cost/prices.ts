/**
 * What AWS asks, in one file: on-demand, in US dollars, of one region, as of one day. A region or a
 * contract of yours differs: edit here. First tiers only, and no free tier: an account shares those.
 */

export const PRICES_OF = { region: 'us-east-1', day: '2026-11-21' } as const

/**
 * How a price was checked on that day: `aws` in a stored copy of AWS's own text, `others` in tables that
 * others took from the price list, `no` from memory alone. None was read from the live page.
 */
export type Confirmed = 'aws' | 'others' | 'no'

export interface Price {
  readonly dollars: number
  /** For so many of `unit`. */
  readonly per: number
  readonly unit: string
  readonly page: string
  readonly confirmed: Confirmed
}

const MILLION = 1_000_000
const PAGES = 'https://aws.amazon.com'

export const PRICES = {
  /** GetRecords. Free for Lambda; of a Pipe's reads no page says so, so they are counted. */
  streamRead: price(0.02, 100_000, 'reads', '/dynamodb/pricing/on-demand/', 'others'),
  /** After the filter. A batch is a request, one more for each 64 KB. */
  pipeRequest: price(0.4, MILLION, 'requests', '/eventbridge/pricing/', 'others'),
  /** Custom events, one more for each 64 KB. Delivery to a target in the account is free. */
  busEvent: price(1, MILLION, 'events', '/eventbridge/pricing/', 'others'),
  /** Standard queue; sends, receives and deletes alike, one more for each 64 KB. */
  queueRequest: price(0.4, MILLION, 'requests', '/sqs/pricing/', 'others'),

  functionRequest: price(0.2, MILLION, 'requests', '/lambda/pricing/', 'others'),
  /** arm64, up to 7.5 billion GB-seconds. */
  functionGbSecond: price(0.0000133334, 1, 'GB-s', '/lambda/pricing/', 'others'),

  /** gp3 of a domain, which is dearer than that of EC2. */
  searchGib: price(0.122, 1, 'GB-months', '/opensearch-service/pricing/', 'others'),
  /** Ingestion pipelines: the zero-ETL integration. */
  ingestionHour: price(0.24, 1, 'OCU-hours', '/opensearch-service/pricing/', 'no'),

  /** Direct put, up to 500 TB. Each record counts as a multiple of 5 KB. */
  firehoseGb: price(0.029, 1, 'GB', '/firehose/pricing/', 'others'),
  partitionedGb: price(0.02, 1, 'GB', '/firehose/pricing/', 'others'),
  partitionedObject: price(0.005, 1_000, 'objects', '/firehose/pricing/', 'others'),
  /** AWS does not say how an hour is counted. Counted here: the time that records take. */
  jqHour: price(0.07, 1, 'hours', '/firehose/pricing/', 'others'),

  objectPut: price(0.005, 1_000, 'puts', '/s3/pricing/', 'others'),
  objectGet: price(0.0004, 1_000, 'gets', '/s3/pricing/', 'others'),
  objectGb: price(0.023, 1, 'GB-months', '/s3/pricing/', 'others'),
  /** What a query reads, at least 10 MiB. */
  queriedTib: price(5, 1, 'TB', '/athena/pricing/', 'others'),

  /** Serverless for Valkey, metered from 0.1 GB. */
  cacheGbHour: price(0.084, 1, 'GB-hours', '/elasticache/pricing/', 'others'),
  cacheEcpu: price(0.0023, MILLION, 'ECPUs', '/elasticache/pricing/', 'others'),
  endpointHour: price(0.01, 1, 'hours', '/privatelink/pricing/', 'others'),

  logGb: price(0.5, 1, 'GB', '/cloudwatch/pricing/', 'others'),
  keptLogGb: price(0.03, 1, 'GB-months', '/cloudwatch/pricing/', 'others'),
  metric: price(0.3, 1, 'metrics', '/cloudwatch/pricing/', 'others'),
  alarm: price(0.1, 1, 'alarms', '/cloudwatch/pricing/', 'others'),
  trace: price(5, MILLION, 'traces', '/xray/pricing/', 'others'),

  key: price(1, 1, 'keys', '/kms/pricing/', 'others'),
  keyRequest: price(0.03, 10_000, 'requests', '/kms/pricing/', 'others'),
  secret: price(0.4, 1, 'secrets', '/secrets-manager/pricing/', 'others'),
} as const satisfies Record<string, Price>

/** Dollars an hour of a node, of the types that a search domain of this size takes. */
const SEARCH_NODES: ReadonlyMap<string, number> = new Map([
  ['t3.small.search', 0.036],
  ['t3.medium.search', 0.073],
  ['m6g.large.search', 0.128],
  ['m6g.xlarge.search', 0.256],
  ['m7g.medium.search', 0.068],
  ['m7g.large.search', 0.135],
  ['m7g.xlarge.search', 0.271],
  ['m7g.2xlarge.search', 0.542],
  ['c7g.large.search', 0.12],
  ['c7g.xlarge.search', 0.241],
  ['r6g.large.search', 0.167],
  ['r6g.xlarge.search', 0.335],
  ['r6g.2xlarge.search', 0.669],
  ['r7g.medium.search', 0.089],
  ['r7g.large.search', 0.178],
  ['r7g.xlarge.search', 0.356],
  ['r7g.2xlarge.search', 0.711],
  ['r7g.4xlarge.search', 1.422],
  ['r8g.large.search', 0.196],
  ['r8g.xlarge.search', 0.392],
  ['or2.medium.search', 0.1],
  ['or2.large.search', 0.2],
  ['or2.xlarge.search', 0.401],
])

/** Of an hour of a node; null for a type that is not listed here. */
export function searchNodePrice(instanceType: string): Price | null {
  const dollars = SEARCH_NODES.get(instanceType)
  if (dollars === undefined) return null
  return price(dollars, 1, 'node-hours', '/opensearch-service/pricing/', 'others')
}

function price(
  dollars: number,
  per: number,
  unit: string,
  page: string,
  confirmed: Confirmed,
): Price {
  return { dollars, per, unit, page: PAGES + page, confirmed }
}
