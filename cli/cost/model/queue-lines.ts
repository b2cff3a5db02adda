import { PRICES } from '../prices.ts'
import {
  MESSAGES_OF_CALL_MAX,
  POLL_SECONDS,
  POLLERS,
  RECEIVE_WINDOW_SECONDS,
} from './assumptions.ts'
import { batchSizeOf } from './batch-size.ts'
import { type BillLine, fixed, type Part, variable } from './bill.ts'
import { chunksOf } from './billed-size.ts'
import type { Invocations } from './invocations.ts'
import { SECONDS_OF_MONTH } from './month.ts'
import type { Sizes } from './sizes.ts'

/**
 * A sink's queue. The rule sends one message an event. A receive comes back with what is there, so it
 * brings one message each until they come faster than all pollers ask. A batch is deleted by tens.
 *
 * @param rate messages a second.
 */
export function queueLines(
  part: Part,
  rate: number,
  options: { readonly invocations: Invocations; readonly sizes: Sizes },
): readonly BillLine[] {
  const { invocations, sizes } = options
  const messages = rate * SECONDS_OF_MONTH
  const received = batchSizeOf({
    rate,
    windowSeconds: RECEIVE_WINDOW_SECONDS,
    sizeMax: MESSAGES_OF_CALL_MAX,
  })
  const receives = messages / received
  const asked = receives * chunksOf(received * sizes.messageBytes)
  const deletes = invocations.count * Math.ceil(invocations.batch / MESSAGES_OF_CALL_MAX)
  const idle = Math.max(0, (POLLERS / POLL_SECONDS) * SECONDS_OF_MONTH - receives)
  return [
    variable(part, 'sends to the queue', messages * sizes.messageChunks, PRICES.queueRequest),
    variable(part, 'receives and deletes', asked + deletes, PRICES.queueRequest),
    fixed(part, 'receives of nothing', idle, PRICES.queueRequest),
  ]
}
