import { createFakeClock, type FakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import type { SignalBody } from '../../signals.ts'
import { createFakeQueue, type FakeQueue } from './fake-queue.ts'
import { type MappingOptions, runMapping } from './run-mapping.ts'
import type { SqsRecord } from './sqs-record.ts'

type Settings = Partial<MappingOptions>
type Handle = (
  records: readonly SqsRecord[],
  clock: FakeClock,
) => InvocationResult | Promise<InvocationResult>

export const VISIBILITY_MS = 30_000

export const TOOK_ALL: InvocationResult = { ok: true, payload: null }
export const FAILED: InvocationResult = {
  ok: false,
  timedOut: false,
  error: { errorType: 'Error', errorMessage: 'no' },
}
export const THROTTLED: InvocationResult = { ...FAILED, throttled: true }

/** A mapping that runs, for tests, on a fake clock and queue. */
export interface RunningMapping {
  readonly clock: FakeClock
  readonly queue: FakeQueue
  /** What the function was invoked with. */
  readonly batches: readonly (readonly SqsRecord[])[]
  readonly signals: readonly SignalBody[]
  sizes(): readonly number[]
  /** Moves time on as far as that takes, and tells when it had stopped. */
  stop(): Promise<number>
}

export function startMapping(settings: Settings = {}, handle: Handle = () => TOOK_ALL) {
  const clock = createFakeClock()
  const queue = createFakeQueue(clock, settings.visibilityMs ?? VISIBILITY_MS)
  const batches: (readonly SqsRecord[])[] = []
  const signals: SignalBody[] = []

  const mapping = runMapping({
    name: 'Mapping',
    queue,
    queueArn: 'arn:aws:sqs:eu-west-1:000000000000:q',
    visibilityMs: VISIBILITY_MS,
    lambda: {
      name: 'projector',
      async invoke(payload) {
        const { Records } = payload as { Records: SqsRecord[] }
        batches.push(Records)
        return handle(Records, clock)
      },
    },
    batchSize: 500,
    windowMs: 1_000,
    reportsFailures: true,
    pollers: 1,
    clock,
    random: () => 1,
    emit: (signal) => signals.push(signal),
    ...settings,
  })
  const running: RunningMapping = {
    clock,
    queue,
    batches,
    signals,
    sizes: () => batches.map((batch) => batch.length),
    async stop() {
      const stopped = mapping.stop().then(clock.now)
      await clock.advance(2_000)
      return stopped
    },
  }
  return running
}

export function bodies(count: number, body = '{}'): readonly string[] {
  return Array.from({ length: count }, () => body)
}

/** A function that names these messages. */
export function reporting(...ids: readonly string[]): InvocationResult {
  const batchItemFailures = ids.map((itemIdentifier) => ({ itemIdentifier }))
  return { ok: true, payload: { batchItemFailures } }
}
