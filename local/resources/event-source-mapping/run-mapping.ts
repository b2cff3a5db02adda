import { createConcurrency } from './concurrency.ts'
import { pollQueue } from './poll-queue.ts'
import type { Polling } from './polling.ts'

export interface MappingOptions extends Omit<Polling, 'concurrency' | 'signal'> {
  /** Batches in work at a time. */
  readonly pollers: number
}

/** Polls a queue for a function until it is stopped; a stop finishes the batches in work. */
export function runMapping(options: MappingOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const polling: Polling = {
    ...options,
    concurrency: createConcurrency(options.pollers),
    signal: stopping.signal,
  }
  const running = Array.from({ length: options.pollers }, (_, poller) => pollQueue(poller, polling))

  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
