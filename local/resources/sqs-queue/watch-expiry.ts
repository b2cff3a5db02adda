import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs'
import { EXPIRED_MESSAGES } from '../../engines/mend-expiry.ts'
import { messageOf } from '../../message-of.ts'
import type { Stack } from '../resource-model.ts'
import { EXPIRY_CHECK_MS } from './limits.ts'

/** How many messages of a queue have expired since the engine knows it. */
export type CountExpired = () => Promise<number>

/** Tells each time messages of a queue have expired, until the signal aborts. Never rejects. */
export async function watchExpiry(options: {
  readonly queue: string
  readonly countExpired: CountExpired
  readonly stack: Pick<Stack, 'clock' | 'emit'>
  readonly signal: AbortSignal
}): Promise<void> {
  const { queue, countExpired, stack, signal } = options
  const { clock, emit } = stack
  for (let told = 0; !signal.aborted; ) {
    await clock.sleep(EXPIRY_CHECK_MS, signal)
    if (signal.aborted) return
    try {
      const count = await countExpired()
      if (count > told) emit({ type: 'messages.expired', queue, messages: count - told })
      told = count
    } catch (error) {
      const reason = messageOf(error)
      emit({ type: 'retry.scheduled', resource: queue, delayMs: EXPIRY_CHECK_MS, reason })
    }
  }
}

/** Asks the engine, which counts in an attribute of its own. */
export function createExpiredCounter(sqs: Stack['clients']['sqs'], queueUrl: string): CountExpired {
  const name = EXPIRED_MESSAGES as QueueAttributeName
  return async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [name] }),
    )
    return Number(Attributes?.[name] ?? 0)
  }
}
