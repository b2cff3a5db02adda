import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { InputError } from '../command.ts'
import type { OrderWriter } from './order-writer.ts'
import type { Change } from './read-changes.ts'

const PROGRESS_EVERY_MS = 1_000

/**
 * Writes in order, one after another, so that changes of one order stay in order.
 *
 * @throws InputError when the table refuses a change; it says which, and how many were written.
 */
export async function writeChanges(
  changes: Iterable<Change>,
  options: {
    writer: OrderWriter
    total: number
    /** Changes a second; as fast as they are written if it is not given. */
    rate: number | undefined
    print: (line: string) => void
  },
): Promise<void> {
  const { total, rate, print } = options
  const started = performance.now()
  const elapsedMs = () => performance.now() - started
  let written = 0
  let toldMs = 0
  for (const change of changes) {
    if (rate !== undefined) await delay(Math.max(0, (written * 1_000) / rate - elapsedMs()))
    await write(change, options.writer).catch((error: unknown) => {
      if (!isRefusal(error)) throw error
      throw new InputError(
        `The table refuses change ${written + 1} of ${total} (${error.message}); ${written} written before it.`,
      )
    })
    written += 1
    if (total === 1) print(describe(change))
    if (elapsedMs() - toldMs > PROGRESS_EVERY_MS) {
      toldMs = elapsedMs()
      print(`${written} of ${total} written`)
    }
  }
  if (total === 1) return
  const seconds = elapsedMs() / 1_000
  const speed = seconds < 1 ? '' : ` (${(written / seconds).toFixed(0)} a second)`
  print(`${written} changes written in ${seconds.toFixed(1)} s${speed}`)
}

async function write(change: Change, writer: OrderWriter): Promise<void> {
  if (change.action === 'put') await writer.put(change.item)
  else await writer.apply(change)
}

function isRefusal(error: unknown): error is DynamoDBServiceException {
  return error instanceof DynamoDBServiceException && error.$fault === 'client'
}

function describe(change: Change): string {
  if (change.action === 'put') return '1 item written'
  const { customerId, orderId } = change.order
  const what = change.action === 'status' ? `is ${change.status}` : `${change.action}d`
  return `Order ${orderId} of customer ${customerId} ${what}`
}
