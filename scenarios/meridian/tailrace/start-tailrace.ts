import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { LOCAL_STAGE } from '../../../cli/local-stage.ts'
import { requireEntry } from '../../../cli/running-runtime.ts'
import { createQueueReader } from '../../../cli/up/queue-depths.ts'
import { order } from '../../../entities/order.ts'
import { resolveSettings } from '../../../infra/resolve-settings.ts'
import { LOCAL_CREDENTIALS } from '../../../local/engine-clients.ts'
import { type LocalPipeline, startLocal } from '../../../local/start-local.ts'
import { cacheKeyOfId, toEntryKeys } from '../../../shared/cache/cache-key.ts'
import { createDoneCount } from '../done-count.ts'
import { type Pipeline, type StartOptions, slowBy } from '../pipeline.ts'
import { REMOVED } from '../sale.ts'
import { openTailraceShop } from './shop.ts'

/** What a pipeline of Tailrace can do besides: compare itself with its table, attribute by attribute. */
export interface TailracePipeline extends Pipeline {
  readonly comparisons: Pick<LocalPipeline, 'compare' | 'compareLake' | 'compareCache'>
}

/** Starts Tailrace as `npm start` does: the packaged stack, with the settings it ships with. */
export async function startTailrace(options: StartOptions): Promise<TailracePipeline> {
  const { print, ...rest } = options
  await using started = new AsyncDisposableStack()
  const count = createDoneCount()
  const local = await startLocal({
    ...rest,
    stage: LOCAL_STAGE,
    onSignal: count.onSignal,
    onStep: () => undefined,
    onNotice: print,
  })
  started.defer(() => local.stop())
  const { file } = local
  const { region, lakeDir = '' } = file
  const endpoints = {
    dynamodb: requireEntry(file.endpoints, 'dynamodb'),
    opensearch: requireEntry(file.endpoints, 'opensearch'),
    redis: requireEntry(file.endpoints, 'redis'),
  }
  const tableName = requireEntry(file.resources, 'OrdersTable')
  const { cachePrefix: prefix } = resolveSettings(LOCAL_STAGE)

  const shop = await openTailraceShop({ ...endpoints, region, tableName, prefix })
  started.defer(() => shop.close())
  const queues = createQueueReader({
    endpoint: requireEntry(file.endpoints, 'sqs'),
    region,
    queues: dlqsOf(file.resources),
  })
  started.defer(() => queues.close())
  const parked = openParkedBucket(
    requireEntry(file.endpoints, 's3'),
    requireEntry(file.resources, 'ParkedBucket'),
    region,
  )
  started.defer(() => parked.close())
  const all = started.move()
  return {
    ...count.counts,
    ...{ region, endpoints, tableName, lakeDir, shop, readLakeLine },
    searchIndex: order.search.index,
    cacheKeyOf: (id) => toEntryKeys(prefix, cacheKeyOfId(order.name, id)).value,
    countParked: parked.count,
    readDlqDepths: queues.read,
    slowSearch: (delayMs) => local.chaos.set(slowBy(delayMs), 0),
    jumpClock: (ms) => local.jumpClock(ms),
    failed: local.failed,
    comparisons: local,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function dlqsOf(resources: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => name.endsWith('Dlq')))
}

function openParkedBucket(endpoint: string, Bucket: string, region: string) {
  const credentials = LOCAL_CREDENTIALS
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  return {
    count: async () => {
      const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket }))
      return KeyCount
    },
    close: () => s3.destroy(),
  }
}

/** A change that was parked is told of without its image, and stands in the bucket. */
function readLakeLine(line: string) {
  const { id, op, after, parked } = JSON.parse(line)
  if (parked !== null) return undefined
  return { id, mark: op === 'remove' ? REMOVED : String(JSON.parse(after).updatedAt) }
}
