import { describe, expect, it } from 'vitest'
import type { Faults } from '../../chaos/fault.ts'
import { idsOf, someRecords, startTestPipe } from './start-test-pipe.ts'

const PATIENCE_MS = 60_000

/** Three records of one lane, read while these faults are there; then they are off. */
async function readWith(faults: Faults, whileMs = 2_000) {
  const test = startTestPipe({ MaximumRetryAttempts: 0 })
  const records = someRecords(3)
  test.chaos.set(faults, 1)
  test.stream.put('shard-1', ...records)
  await test.clock.advance(whileMs)
  const before = { published: [...test.published], batches: test.batches.length }
  test.chaos.set({}, 0)
  await test.clock.advance(PATIENCE_MS)
  await test.stop()
  return { test, ids: idsOf(records), before }
}

describe('a Pipe', () => {
  it.each<[string, Faults]>([
    ['whose stream fails', { stream: { error: 1 } }],
    ['whose replies of the stream are lost', { stream: { lostReply: 1 } }],
  ])('%s reads on afterwards, from where it was', async (_what, faults) => {
    const { test, ids, before } = await readWith(faults)

    expect(before).toEqual({ published: [], batches: 0 })
    expect(test.ids()).toEqual([ids])
    expect(test.published).toEqual(ids)
  })

  it('whose enrichment cannot be invoked retries, as Lambda itself is at fault', async () => {
    const { test, ids, before } = await readWith({ enrichment: { error: 1 } })

    expect(before).toEqual({ published: [], batches: 0 })
    expect(test.published).toEqual(ids)
    expect(test.told('batch.failed')[0]).toMatchObject({
      stage: 'enrichment',
      error: 'enrichment: not made, on purpose',
    })
    expect([test.told('batch.bisected'), test.deadLetters]).toEqual([[], []])
  })

  it('that hears nothing of its enrichment has it do the batch again', async () => {
    const { test, ids } = await readWith({ enrichment: { lostReply: 1 } })

    expect(test.batches.length).toBeGreaterThan(1)
    expect(test.ids().every((batch) => batch.join() === ids.join())).toBe(true)
    expect(test.published).toEqual(ids)
  })

  it('whose bus cannot be reached publishes afterwards', async () => {
    const { test, ids, before } = await readWith({ bus: { error: 1 } })

    expect(before.published).toEqual([])
    expect(test.published).toEqual(ids)
  })

  it('that hears nothing of its bus puts the whole batch again', async () => {
    const { test, ids, before } = await readWith({ bus: { lostReply: 1 } })

    expect(before.published.length).toBeGreaterThanOrEqual(ids.length)
    expect(test.published).toEqual([...before.published, ...ids])
    expect(new Set(before.published)).toEqual(new Set(ids))
  })

  it('whose calls of the bus are made twice publishes twice, and is done', async () => {
    const { test, ids } = await readWith({ bus: { duplicate: 1 } })

    expect(test.published).toEqual([...ids, ...ids])
    expect(test.told('batch.failed')).toEqual([])
  })

  it('whose bus refuses events puts those again, throttled', async () => {
    const { test, ids } = await readWith({ bus: { refuse: 0.5 } })

    expect(new Set(test.published)).toEqual(new Set(ids))
    expect(test.told('batch.failed')[0]).toMatchObject({ stage: 'target' })
    expect(test.deadLetters).toEqual([])
  })

  it('whose bus refuses everything calls nobody, and publishes afterwards', async () => {
    const { test, ids, before } = await readWith({ bus: { refuse: 1 } })

    expect(before.published).toEqual([])
    expect(test.published).toEqual(ids)
  })
})
