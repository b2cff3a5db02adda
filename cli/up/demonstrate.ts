import { setTimeout as delay } from 'node:timers/promises'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/agreement.ts'
import { messageOf } from '../../local/message-of.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { orderKey } from '../publish/order-action.ts'
import { createOrderWriter } from '../publish/order-writer.ts'
import { requireEntry } from '../running-runtime.ts'
import { demonstration } from './demonstration.ts'
import { keyText } from './journeys.ts'
import type { LiveView } from './live-view.ts'
import { showLake } from './show-lake.ts'

/** Between two changes, so that one can be seen after another. */
const PACE_MS = 400

/** However slowly the flow moves, it is not waited for longer. */
const AGREEMENT_TIMEOUT_MS = 5 * 60_000
const AGREEMENT_POLL_MS = 500
/** Items named when they do not agree; the rest is counted. */
const NAMED_MAX = 10

/**
 * Publishes the short run of the example's orders, unless the table was kept with items in it, waits
 * until the sinks agree with the table or the flow stands still, and says whether they do and what it
 * stands still for.
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
  if (pipeline.file.keeps && (await pipeline.hasItems())) {
    print('\nNo short run: the table holds what was kept. Comparing the sinks with it')
  } else {
    print('\nPublishing a short run of order changes')
    await publishShortRun(pipeline, view, signal)
  }

  const deadline = performance.now() + AGREEMENT_TIMEOUT_MS
  for (;;) {
    const sinks = await compareAll(pipeline)
    const isEqual = sinks.every(isEqualToTable) && view.isSettled()
    const standsStill = view.standsStill()
    if (isEqual || standsStill !== undefined || performance.now() >= deadline) {
      if (!isEqual && standsStill !== undefined) print(`Stands still: ${standsStill}`)
      for (const sink of sinks) print(describe(sink))
      const { lakeDir } = pipeline.file
      if (lakeDir !== undefined) await showLake(lakeDir, print)
      return isEqual && sinks.every(hasAllOfTable)
    }
    await delay(AGREEMENT_POLL_MS, undefined, { signal })
  }
}

interface ComparedSink {
  readonly name: string
  readonly compared: Agreement | { readonly problem: string }
}

async function compareAll(pipeline: LocalPipeline): Promise<readonly ComparedSink[]> {
  return [
    { name: 'index', compared: await compare(pipeline.compare) },
    { name: 'lake', compared: await compare(pipeline.compareLake) },
  ]
}

/** An engine that is down for a while cannot be compared now. */
async function compare(ask: () => Promise<Agreement>): Promise<ComparedSink['compared']> {
  try {
    return await ask()
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

function isEqualToTable({ compared }: ComparedSink): boolean {
  return 'items' in compared && agrees(compared)
}

function hasAllOfTable({ compared }: ComparedSink): boolean {
  return 'items' in compared && compared.unfit.length === 0
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

function describe({ name, compared }: ComparedSink): string {
  if ('problem' in compared) return `Table and ${name} not compared: ${compared.problem}`
  const { items, documents, unfit, ...apart } = compared
  const parked = unfit.length > 0 ? `, ${unfit.length} parked` : ''
  const counts = `${items} items in the table, ${documents} in the ${name}${parked}`
  const named = (['missing', 'different', 'ghosts'] as const)
    .filter((kind) => apart[kind].length > 0)
    .map((kind) => `\n  ${kind}: ${listSome(apart[kind])}`)
  const verdict = named.length === 0 ? 'agree' : 'do not agree'
  return `Table and ${name} ${verdict}: ${counts}${named.join('')}`
}

function listSome(ids: readonly string[]): string {
  const rest = ids.length - NAMED_MAX
  const named = ids.slice(0, NAMED_MAX).join(', ')
  return rest > 0 ? `${named} and ${rest} more` : named
}
