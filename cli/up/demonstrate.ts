import { setTimeout as delay } from 'node:timers/promises'
import { definitions } from '../../entities/index.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { LOCAL_STAGE } from '../local-stage.ts'
import { orderKey } from '../publish/order-action.ts'
import { createOrderWriter } from '../publish/order-writer.ts'
import { requireEntry } from '../running-runtime.ts'
import { compareSinks, describeSink, hasAllOfTable, isEqualToTable } from './compare-sinks.ts'
import { demonstration } from './demonstration.ts'
import { keyText } from './journeys.ts'
import type { LiveView } from './live-view.ts'
import { createOrderReader, type OrderReader } from './read-orders.ts'
import { showLake } from './show-lake.ts'

/** Between two changes, so that one can be seen after another. */
const PACE_MS = 400

/** However slowly the flow moves, it is not waited for longer. */
const AGREEMENT_TIMEOUT_MS = 5 * 60_000
const AGREEMENT_POLL_MS = 500

/**
 * Publishes the short run of the example's orders, each read through the cache before it is changed,
 * unless the table was kept with items in it; waits until the sinks agree with the table or the flow
 * stands still, and says whether they do and what it stands still for.
 *
 * @throws the signal's reason when it aborts.
 */
export async function demonstrate(
  pipeline: LocalPipeline,
  view: LiveView,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<boolean> {
  if (!definitions.some(({ name }) => name === 'order')) {
    print(
      '\nNo short run: entities/ has no "order". Write an item of your own: npx tailrace publish --file',
    )
    return true
  }
  const reader = createOrderReader(pipeline.file, resolveSettings(LOCAL_STAGE).cachePrefix)
  try {
    if (pipeline.file.keeps && (await pipeline.hasItems())) {
      print('\nNo short run: the table holds what was kept. Comparing the sinks with it')
    } else {
      print('\nPublishing a short run of order changes, each order cached by a reader before')
      await publishShortRun(pipeline, { view, reader, signal })
    }
    return await waitForAgreement(pipeline, { view, reader, signal }, print)
  } finally {
    reader.close()
  }
}

interface Run {
  readonly view: LiveView
  readonly reader: OrderReader
  readonly signal: AbortSignal
}

async function publishShortRun(
  { file }: LocalPipeline,
  { view, reader, signal }: Run,
): Promise<void> {
  const writer = createOrderWriter({
    endpoint: requireEntry(file.endpoints, 'dynamodb'),
    region: file.region,
    tableName: requireEntry(file.resources, 'OrdersTable'),
    now: () => new Date(),
  })
  try {
    for (const action of demonstration()) {
      await reader.read(action.order)
      const write = view.announce(keyText(orderKey(action.order)))
      await writer.apply(action)
      write.acknowledged(Date.now())
      await delay(PACE_MS, undefined, { signal })
    }
  } finally {
    writer.close()
  }
}

async function waitForAgreement(
  pipeline: LocalPipeline,
  { view, reader, signal }: Run,
  print: (line: string) => void,
): Promise<boolean> {
  // Nothing takes them out any more: what is cached now stays, and is compared.
  const compareCache = async () => {
    if (view.isSettled()) for (const { order } of demonstration()) await reader.read(order)
    return pipeline.compareCache()
  }
  const { compare, compareLake } = pipeline
  const deadline = performance.now() + AGREEMENT_TIMEOUT_MS
  for (;;) {
    const sinks = await compareSinks({ compare, compareLake, compareCache })
    const isEqual = sinks.every(isEqualToTable) && view.isSettled()
    const standsStill = view.standsStill()
    if (isEqual || standsStill !== undefined || performance.now() >= deadline) {
      if (!isEqual && standsStill !== undefined) print(`Stands still: ${standsStill}`)
      for (const sink of sinks) print(describeSink(sink))
      const { lakeDir } = pipeline.file
      if (lakeDir !== undefined) await showLake(lakeDir, print)
      return isEqual && sinks.every(hasAllOfTable)
    }
    await delay(AGREEMENT_POLL_MS, undefined, { signal })
  }
}
