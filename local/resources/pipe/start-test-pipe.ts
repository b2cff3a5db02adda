import { type Chaos, createChaos } from '../../chaos/chaos.ts'
import { createFakeClock, type FakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import type { SignalBody } from '../../signals.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { PutEventsResult } from '../event-bus/put-events.ts'
import type { PutEventsEntry } from '../event-bus/put-events-entry.ts'
import { disturbPorts } from './disturbed-ports.ts'
import { createLocalPipe, type LocalPipe } from './local-pipe.ts'
import type { PipePorts } from './pipe.ts'
import { readPipeSettings } from './pipe-settings.ts'
import type { SourceRecord } from './source-record.ts'
import { aStreamRecord } from './stream/a-stream-record.ts'
import type { KeptCheckpoint } from './stream/checkpoint.ts'
import { createFakeStream, type FakeStream } from './stream/fake-stream.ts'

export interface TestPipeOptions {
  readonly enrich?: (batch: readonly SourceRecord[]) => InvocationResult | Promise<InvocationResult>
  /** What the bus replies; undefined when it takes everything. */
  readonly putEvents?: (
    entries: readonly PutEventsEntry[],
  ) => PutEventsResult | undefined | Promise<PutEventsResult>
  /** Null: the Pipe has no DLQ. */
  readonly sendDeadLetter?: (() => Promise<void>) | null
  readonly filters?: readonly string[]
  readonly timeStepMs?: number
  /** What an earlier Pipe has left: its clock and stream, and where it kept how far it had come. */
  readonly after?: Pick<TestPipe, 'clock' | 'stream'>
  readonly checkpoint?: KeptCheckpoint
  /** In [0, 1): 1 gives the whole delay of a back-off. */
  readonly random?: () => number
}

/** A Pipe between a stream, an enrichment and a bus in memory, on a clock that the test moves. */
export interface TestPipe {
  readonly pipe: LocalPipe
  /** Faults of the hops that a Pipe has: none at first. */
  readonly chaos: Chaos
  readonly clock: FakeClock
  /** With an open shard `shard-1`. */
  readonly stream: FakeStream
  /** What the enrichment was given, in order. */
  readonly batches: (readonly SourceRecord[])[]
  /** eventIDs that the bus has taken, in order. */
  readonly published: string[]
  /** Bodies in the DLQ. */
  readonly deadLetters: string[]
  readonly signals: SignalBody[]
  /** eventIDs of each batch. */
  ids(): string[][]
  told<Type extends SignalBody['type']>(type: Type): Extract<SignalBody, { type: Type }>[]
  stop(): Promise<void>
}

/** @param source settings of the stream; a batch of 10 from TRIM_HORIZON where it says nothing. */
export function startTestPipe(
  source: TemplateObject = {},
  options: TestPipeOptions = {},
): TestPipe {
  const clock = options.after?.clock ?? createFakeClock()
  const stream = options.after?.stream ?? createFakeStream(clock, options.timeStepMs)
  const batches: (readonly SourceRecord[])[] = []
  const published: string[] = []
  const deadLetters: string[] = []
  const signals: SignalBody[] = []
  const { enrich = oneForOne } = options
  const chaos = createChaos(clock)

  if (options.after === undefined) stream.addShard('shard-1')
  const ports: PipePorts = {
    stream,
    enrich: async (batch) => {
      batches.push(batch)
      return enrich(batch)
    },
    putEvents: async (entries) => {
      const result = (await options.putEvents?.(entries)) ?? takeAll(entries)
      for (const [index, { Detail }] of entries.entries()) {
        const isTaken = 'EventId' in (result.Entries[index] ?? {})
        if (isTaken) published.push(String(JSON.parse(String(Detail)).eventID))
      }
      return result
    },
    ...(options.sendDeadLetter !== null && {
      sendDeadLetter: async (body) => {
        await options.sendDeadLetter?.()
        deadLetters.push(body)
      },
    }),
  }
  const pipe = createLocalPipe({
    name: 'pipe-1',
    properties: {},
    checkpoint: options.checkpoint,
    pipe: {
      name: 'ChangePipe',
      arn: 'arn:aws:pipes:eu-west-1:000000000000:pipe/pipe-1',
      settings: readPipeSettings({
        SourceParameters: {
          FilterCriteria: { Filters: (options.filters ?? []).map((Pattern) => ({ Pattern })) },
          DynamoDBStreamParameters: { BatchSize: 10, ...source },
        },
        TargetParameters: {
          EventBridgeEventBusParameters: {
            Source: 'tailrace',
            DetailType: '$.type',
            Time: '$.time',
          },
        },
      }),
      streamArn: 'arn:stream',
      busArn: 'arn:bus',
      ...disturbPorts(ports, chaos),
      clock,
      random: options.random ?? (() => 1),
      emit: (signal) => signals.push(signal),
    },
  })
  pipe.start()
  return {
    pipe,
    chaos,
    clock,
    stream,
    batches,
    published,
    deadLetters,
    signals,
    ids: () => batches.map((batch) => batch.map(({ eventID }) => eventID)),
    told: <Type extends SignalBody['type']>(type: Type) =>
      signals.filter((signal) => signal.type === type) as Extract<SignalBody, { type: Type }>[],
    stop: async () => {
      pipe.stop()
      await pipe.stopped()
    },
  }
}

export function succeed(payload: unknown): InvocationResult {
  return { ok: true, payload }
}

export function fail(errorMessage = 'no'): InvocationResult {
  return { ok: false, timedOut: false, error: { errorType: 'Error', errorMessage } }
}

/** An enrichment that replies with one item for each record. */
export function oneForOne(batch: readonly SourceRecord[]): InvocationResult {
  return succeed(batch.map(toItem))
}

function toItem({ eventID }: SourceRecord) {
  return { eventID, type: 'order.modified', time: '2026-11-21T07:26:36Z' }
}

/** An enrichment that fails on a batch with that record. */
export function failsOn(
  poison: SourceRecord,
): (batch: readonly SourceRecord[]) => InvocationResult {
  return (batch) => (batch.includes(poison) ? fail() : oneForOne(batch))
}

export function takeAll(entries: readonly PutEventsEntry[]): PutEventsResult {
  return { FailedEntryCount: 0, Entries: entries.map((_, id) => ({ EventId: String(id) })) }
}

/** A bus that refuses the events of those records. */
export function refuse(
  entries: readonly PutEventsEntry[],
  refused: readonly SourceRecord[],
  ErrorCode = 'ThrottlingException',
): PutEventsResult {
  const ids = refused.map(({ eventID }) => eventID)
  const Entries = entries.map(({ Detail }, id) =>
    ids.includes(JSON.parse(String(Detail)).eventID)
      ? { ErrorCode, ErrorMessage: 'no' }
      : { EventId: String(id) },
  )
  return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries }
}

export function someRecords(count: number, pk = 'a'): SourceRecord[] {
  return Array.from({ length: count }, () => aStreamRecord({ pk }))
}

export function idsOf(records: readonly SourceRecord[]): string[] {
  return records.map(({ eventID }) => eventID)
}
