import { setTimeout as delay } from 'node:timers/promises'
import type { OrderWriter } from './order-writer.ts'
import type { Change } from './read-changes.ts'

const PROGRESS_EVERY_MS = 1_000

/** Writes in order, one after another, so that changes of one order stay in order. */
export async function writeChanges(
  changes: readonly Change[],
  options: { writer: OrderWriter; rate: number | undefined; print: (line: string) => void },
): Promise<void> {
  const started = performance.now()
  const elapsedMs = () => performance.now() - started
  let told = 0
  for (const [place, change] of changes.entries()) {
    if (options.rate !== undefined) {
      await delay(Math.max(0, (place * 1_000) / options.rate - elapsedMs()))
    }
    await write(change, options.writer)
    if (changes.length === 1) options.print(describe(change))
    if (elapsedMs() - told > PROGRESS_EVERY_MS) {
      told = elapsedMs()
      options.print(`${place + 1} of ${changes.length} written`)
    }
  }
  const seconds = elapsedMs() / 1_000
  const perSecond = changes.length / Math.max(seconds, 0.001)
  if (changes.length !== 1) {
    options.print(
      `${changes.length} changes written in ${seconds.toFixed(1)} s (${perSecond.toFixed(0)} a second)`,
    )
  }
}

async function write(change: Change, writer: OrderWriter): Promise<void> {
  if (change.action === 'put') await writer.put(change.item)
  else await writer.apply(change)
}

function describe(change: Change): string {
  if (change.action === 'put') return '1 item written'
  const { customerId, orderId } = change.order
  const what = change.action === 'status' ? `is ${change.status}` : `${change.action}d`
  return `Order ${orderId} of customer ${customerId} ${what}`
}
