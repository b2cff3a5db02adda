import { setTimeout as delay } from 'node:timers/promises'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/compare-table-with-index.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { orderKey } from '../publish/order-action.ts'
import { createOrderWriter } from '../publish/order-writer.ts'
import { requireEntry } from '../running-runtime.ts'
import { demonstration } from './demonstration.ts'
import { keyText, type LiveView } from './live-view.ts'

/** Between two changes, so that one can be seen after another. */
const PACE_MS = 400

const AGREEMENT_TIMEOUT_MS = 60_000
const AGREEMENT_POLL_MS = 500

/**
 * Publishes the short run of the example's orders, waits until table and index agree (a minute at most), and says whether
 * they do.
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
      '\nNo short run: entities/ has no "order". Write an item of your own: tailrace publish --file',
    )
    return true
  }
  print('\nPublishing a short run of order changes')
  await publishShortRun(pipeline, view, signal)

  const deadline = performance.now() + AGREEMENT_TIMEOUT_MS
  let agreement = await pipeline.compare()
  while (!(agrees(agreement) && view.isSettled()) && performance.now() < deadline) {
    await delay(AGREEMENT_POLL_MS, undefined, { signal })
    agreement = await pipeline.compare()
  }
  print(describe(agreement))
  return agrees(agreement) && agreement.unfit.length === 0
}

async function publishShortRun(
  { file }: LocalPipeline,
  view: LiveView,
  signal: AbortSignal,
): Promise<void> {
  const writer = createOrderWriter({
    endpoint: requireEntry(file.endpoints, 'dynamodb'),
    region: file.region,
    tableName: requireEntry(file.resources, 'OrdersTable'),
    now: () => new Date(),
  })
  try {
    for (const action of demonstration()) {
      const write = view.announce(keyText(orderKey(action.order)))
      await writer.apply(action)
      write.acknowledged(Date.now())
      await delay(PACE_MS, undefined, { signal })
    }
  } finally {
    writer.close()
  }
}

function describe({ items, documents, unfit, ...apart }: Agreement): string {
  const parked = unfit.length > 0 ? `, ${unfit.length} parked` : ''
  const counts = `${items} items in the table, ${documents} in the index${parked}`
  const named = (['missing', 'different', 'ghosts'] as const)
    .filter((kind) => apart[kind].length > 0)
    .map((kind) => `\n  ${kind}: ${apart[kind].join(', ')}`)
  const verdict = named.length === 0 ? 'agree' : 'do not agree'
  return `Table and index ${verdict}: ${counts}${named.join('')}`
}
