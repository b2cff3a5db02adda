import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import { FAILED, reporting, startMapping, THROTTLED, TOOK_ALL } from './a-mapping.ts'
import type { SqsRecord } from './sqs-record.ts'

const VISIBILITY_MS = 20_000
/** Some batches take longer than their messages are hidden. */
const LONGEST_WORK_MS = 30_000

/** What a function does with a batch, and what of it it then has taken. */
interface Act {
  readonly result: (ids: readonly string[]) => InvocationResult
  readonly takes: (ids: readonly string[]) => readonly string[]
}

const nothing = () => []
const act = (result: Act['result'], takes: Act['takes']): Act => ({ result, takes })
const everyOther = (ids: readonly string[]) => ids.filter((_, index) => index % 2 === 1)
const garbage = (payload: unknown) => act(() => ({ ok: true, payload }), nothing)

const acts: readonly Act[] = [
  act(
    () => TOOK_ALL,
    (ids) => ids,
  ),
  act(() => FAILED, nothing),
  act(() => ({ ...FAILED, timedOut: true }), nothing),
  act(() => THROTTLED, nothing),
  act((ids) => reporting(...ids), nothing),
  act(
    (ids) => reporting(...everyOther(ids)),
    (ids) => ids.filter((id) => !everyOther(ids).includes(id)),
  ),
  act((ids) => reporting(...ids, 'm-unknown'), nothing),
  act(() => reporting(''), nothing),
  garbage('ok'),
  garbage({ batchItemFailures: 'all' }),
  garbage({ batchItemFailures: [null] }),
]

const plans = fc.record({
  acts: fc.array(
    fc.record({ act: fc.constantFrom(...acts), workMs: fc.nat({ max: LONGEST_WORK_MS }) }),
    {
      maxLength: 40,
    },
  ),
  sends: fc.array(
    fc.record({ messages: fc.integer({ min: 1, max: 40 }), afterMs: fc.nat({ max: 5_000 }) }),
    { minLength: 1, maxLength: 8 },
  ),
  outages: fc.array(
    fc.record({
      of: fc.constantFrom('receive' as const, 'remove' as const),
      afterMs: fc.nat({ max: 20_000 }),
      lengthMs: fc.nat({ max: 10_000 }),
    }),
    { maxLength: 4 },
  ),
  batchSize: fc.constantFrom(1, 7, 10, 25),
  windowMs: fc.constantFrom(0, 1_000, 4_000),
  pollers: fc.integer({ min: 1, max: 3 }),
  reportsFailures: fc.constant(true),
})

describe('a mapping, whatever its function and its queue do', () => {
  it('deletes only what the function took, loses nothing, and delivers each message until taken', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ acts: planned, sends, outages, ...settings }) => {
        const taken = new Set<string>()
        const script = [...planned]
        const mapping = startMapping(
          { ...settings, visibilityMs: VISIBILITY_MS },
          async (records: readonly SqsRecord[], clock) => {
            const ids = records.map(({ messageId }) => messageId)
            const next = script.shift()
            await clock.sleep(next?.workMs ?? 0)
            for (const id of next?.act.takes(ids) ?? ids) taken.add(id)
            return next?.act.result(ids) ?? TOOK_ALL
          },
        )
        const { clock, queue } = mapping
        const deletedUntaken: string[] = []
        const sent: string[] = []
        const look = () => {
          const left = new Set(queue.ids())
          deletedUntaken.push(...sent.filter((id) => !left.has(id) && !taken.has(id)))
        }

        for (const { messages, afterMs } of sends) {
          for (let count = 0; count < messages; count++) sent.push(`m-${sent.length}`)
          queue.send(...Array.from({ length: messages }, () => '{}'))
          await clock.advance(afterMs)
          look()
        }
        for (const { of, afterMs, lengthMs } of outages) {
          await clock.advance(afterMs)
          queue.broken[of] = new Error('down')
          await clock.advance(lengthMs)
          delete queue.broken[of]
          look()
        }
        while (queue.ids().length > 0) {
          await clock.advance(VISIBILITY_MS)
          look()
        }
        await clock.advance(LONGEST_WORK_MS + VISIBILITY_MS)
        await mapping.stop()

        expect(deletedUntaken).toEqual([])
        expect([...taken].sort()).toEqual([...sent].sort())
      }),
    )
  })
})
