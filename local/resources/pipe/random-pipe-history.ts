import fc from 'fast-check'
import type { TemplateObject } from '../../template/template.ts'
import type { PutEventsResult } from '../event-bus/put-events.ts'
import type { PutEventsEntry } from '../event-bus/put-events-entry.ts'
import type { SourceRecord } from './source-record.ts'
import { fail, oneForOne, refuse, startTestPipe, type TestPipe } from './start-test-pipe.ts'
import { aStreamRecord } from './stream/a-stream-record.ts'

export const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** After the last failure the longest delay of a retry may still run. */
const HEALING_MS_MAX = 15 * 60_000
const HEALING_STEP_MS = 2_000

/** One thing that happens to a Pipe or to its stream. */
export type Step =
  | { readonly do: 'put'; readonly key: string; readonly isPoison: boolean }
  /** An open shard ends in so many children. */
  | { readonly do: 'split'; readonly shard: number; readonly children: number }
  | {
      readonly do: 'break'
      readonly what: 'describe' | 'openShard' | 'read'
      readonly name: string
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'stop' | 'start' }

/** What the enrichment and the bus do with one batch; `part` refuses every other event. */
export type Outcome = 'ok' | 'fail' | 'throw' | 'part' | 'refuse'

export interface History {
  readonly source: TemplateObject
  readonly steps: readonly Step[]
  readonly outcomes: readonly Outcome[]
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key: fc.constantFrom(...KEYS),
      isPoison: fc.nat(14).map((chance) => chance === 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('split' as const),
      shard: fc.nat(20),
      children: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('break' as const),
      what: fc.constantFrom('describe', 'openShard', 'read'),
      name: fc.constantFrom('Error', 'ExpiredIteratorException', 'InternalServerError'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 100, 400, 3_000, 12_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'start' as const) }) },
)

/** @param outcomes besides success. */
export function aHistory(outcomes: readonly Outcome[]): fc.Arbitrary<History> {
  return fc.record({
    source: fc.record({
      BatchSize: fc.integer({ min: 1, max: 10 }),
      ParallelizationFactor: fc.integer({ min: 1, max: 10 }),
      MaximumBatchingWindowInSeconds: fc.constantFrom(0, 0, 2),
      MaximumRetryAttempts: fc.integer({ min: 0, max: 3 }),
      OnPartialBatchItemFailure: fc.constantFrom('AUTOMATIC_BISECT', 'none'),
    }),
    steps: fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
    outcomes: fc.array(fc.constantFrom('ok', 'ok', 'ok', ...outcomes), {
      minLength: 5,
      maxLength: 30,
    }),
  })
}

/** What was written to the stream, and what the Pipe made of it. */
export interface HistoryRun {
  readonly test: TestPipe
  /** In the order of writing. */
  readonly written: readonly { readonly record: SourceRecord; readonly shardId: string }[]
  /** eventIDs that were sent to the bus, a list for each call. */
  readonly sent: readonly (readonly string[])[]
}

/** Plays a history, then lets everything heal but poison, and gives the Pipe time to finish. */
export async function play({ source, steps, outcomes }: History): Promise<HistoryRun> {
  const written: { record: SourceRecord; shardId: string }[] = []
  const sent: string[][] = []
  const poison = new Set<string>()
  let isHealed = false
  let turn = 0
  let outcome: Outcome = 'ok'

  const test = startTestPipe(source, {
    random: () => 0.5,
    enrich: (batch) => {
      outcome = isHealed ? 'ok' : (outcomes[turn++ % outcomes.length] ?? 'ok')
      if (batch.some(({ eventID }) => poison.has(eventID)) || outcome === 'fail') return fail()
      return { ...oneForOne(batch) }
    },
    putEvents: (entries) => {
      sent.push(entries.map(eventIdOf))
      return answer(entries, isHealed ? 'ok' : (outcomes[turn++ % outcomes.length] ?? 'ok'))
    },
  })
  const isDone = () =>
    test.told('records.done').flatMap(({ eventIDs }) => eventIDs).length >= written.length
  const shardOf = new Map<string, string>(KEYS.map((key) => [key, 'shard-1']))
  const play = async (one: Step): Promise<void> => {
    switch (one.do) {
      case 'put': {
        const record = aStreamRecord({ pk: one.key, createdAtMs: test.clock.now() })
        const shardId = shardOf.get(one.key) ?? ''
        if (one.isPoison) poison.add(record.eventID)
        written.push({ record, shardId })
        return test.stream.put(shardId, record)
      }
      case 'split':
        return splitShard(one, shardOf, test)
      case 'break':
        return test.stream.failNext(one.what, 2, one.name)
      case 'wait':
        return test.clock.advance(one.ms)
      case 'stop':
        return test.pipe.stop()
      case 'start':
        if (test.pipe.status().currentState === 'STOPPED') test.pipe.start()
    }
  }

  for (const one of steps) await play(one)
  isHealed = true
  await test.clock.settle()
  await play({ do: 'start' })
  for (let waitedMs = 0; waitedMs < HEALING_MS_MAX && !isDone(); waitedMs += HEALING_STEP_MS) {
    await test.clock.advance(HEALING_STEP_MS)
  }
  await test.stop()
  return { test, written, sent }
}

function answer(entries: readonly PutEventsEntry[], outcome: Outcome): PutEventsResult | undefined {
  const everyOther = entries.filter((_, index) => index % 2 === 0).map(eventIdOf)
  const asRecords = everyOther.map((eventID) => ({ eventID }) as SourceRecord)
  if (outcome === 'throw') throw new Error('the bus is away')
  if (outcome === 'part') return refuse(entries, asRecords, 'ThrottlingException')
  if (outcome === 'refuse') return refuse(entries, asRecords, 'MalformedDetail')
  return undefined
}

function eventIdOf({ Detail }: PutEventsEntry): string {
  return String(JSON.parse(String(Detail)).eventID)
}

/** The keys of the shard are spread over its children. */
function splitShard(
  { shard, children }: Extract<Step, { do: 'split' }>,
  shardOf: Map<string, string>,
  { stream }: TestPipe,
): void {
  const open = [...new Set(shardOf.values())].sort()
  const parent = open[shard % open.length] ?? ''
  const names = Array.from({ length: children }, (_, index) => `${parent}.${index}`)
  stream.close(parent)
  for (const name of names) stream.addShard(name, parent)
  const keys = [...shardOf].filter(([, shardId]) => shardId === parent).map(([key]) => key)
  for (const [index, key] of keys.entries()) shardOf.set(key, names[index % children] ?? '')
}
