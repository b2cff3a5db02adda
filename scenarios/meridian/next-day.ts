import { setTimeout as delay } from 'node:timers/promises'
import type { Ledger } from './ledger.ts'
import type { Part } from './part.ts'
import { readIndexMarks } from './read-sinks.ts'
import type { Recording } from './recording.ts'
import { planNextDay } from './sale.ts'
import { writeSale } from './write-sale.ts'

/** A stream keeps a record for 24 h; DynamoDB Local's records are dated to the minute. */
const DAY_MS = (24 * 60 + 2) * 60_000
const POLL_MS = 250
/** What a Pipe had read when the day was over, it gives up within this. A bound on hanging. */
const GIVE_UP_MS_MAX = 15_000
/** Of an order of the next day. A bound on hanging. */
const FOUND_MS_MAX = 20_000

/**
 * Lets a day pass, and looks what is so when the Pipe has either delivered or given up everything; then
 * writes one more order, and waits until it is found.
 */
export async function passDay(
  part: Part,
  ledger: Ledger,
): Promise<Pick<Recording, 'dayLater' | 'forgotten' | 'nextDayMs'>> {
  const { pipeline, observer, timeline, signal } = part
  pipeline.jumpClock(DAY_MS)
  const deadline = performance.now() + GIVE_UP_MS_MAX
  while (pipeline.recordsDone() < ledger.count && performance.now() < deadline) {
    await delay(POLL_MS, undefined, { signal })
  }
  const dayLater = await observer.look(timeline.end)
  const forgotten = pipeline.recordsDropped()
  return { dayLater, forgotten, nextDayMs: await orderNextDay(part, ledger) }
}

/** @returns how long it took until a search found the order; undefined: not in time. */
async function orderNextDay(part: Part, ledger: Ledger): Promise<number | undefined> {
  const { pipeline, signal, timeline } = part
  const change = planNextDay(timeline)
  await writeSale([change], { ...part, ledger, onEvent: () => undefined })
  const writtenMs = performance.now()
  while (performance.now() - writtenMs < FOUND_MS_MAX) {
    const marks = await readIndexMarks(pipeline.endpoints.opensearch, pipeline.searchIndex)
    if (marks.has(change.id)) return performance.now() - writtenMs
    await delay(POLL_MS, undefined, { signal })
  }
  return undefined
}
