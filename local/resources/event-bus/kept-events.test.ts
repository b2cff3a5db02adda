import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../kept/journal.ts'
import { openKept } from '../../kept/kept.ts'
import { keptRules } from '../../kept/rules.ts'
import { idsOf, someRecords, startTestPipe } from '../pipe/start-test-pipe.ts'
import { keepCheckpoint } from '../pipe/stream/checkpoint.ts'
import type { BusEvent } from './bus-event.ts'
import { type BusRule, createEventBus } from './event-bus.ts'
import { putEvents } from './put-events.ts'

const DETAIL = '{"n":1.0,\n"text":"é"}'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-bus-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As a runtime has it that was just started. */
function aBus(onAccepted: (event: BusEvent) => void = () => undefined) {
  const journal = openJournal(join(folder, 'bus.journal'))
  const bus = createEventBus({ arn: 'arn:bus', name: 'changes', onAccepted, journal })
  const put = (DetailType: string, Detail = DETAIL) =>
    putEvents([{ EventBusName: 'changes', Source: 'test', DetailType, Detail }], {
      buses: new Map([[bus.arn, bus]]),
      now: () => 0,
    })
  return { bus, put }
}

/** Notes the bodies that it gets, and ends each delivery as it is told. */
function aRule(end: () => Promise<boolean>, type?: string) {
  const bodies: string[] = []
  const rule: BusRule = {
    arn: 'arn:rule',
    matches: (event) => type === undefined || event['detail-type'] === type,
    deliver: async (_, body) => {
      bodies.push(body)
      return end()
    },
  }
  return { rule, bodies }
}

const never = () => new Promise<boolean>(() => undefined)

/** Bodies that the next runtime delivers. */
async function resumed(): Promise<readonly string[]> {
  const { bus } = aBus()
  const { rule, bodies } = aRule(async () => true)
  bus.addRule(rule)
  bus.resume()
  await bus.idle()
  return bodies
}

describe(keptRules.undelivered.text, () => {
  it('one whose delivery did not end is delivered by the next run, once', async () => {
    const { bus, put } = aBus()
    const slow = aRule(never, 'slow')
    bus.addRule(slow.rule)
    bus.addRule(aRule(async () => true).rule)
    await put('slow')
    await put('quick')
    await new Promise(setImmediate)

    expect(await resumed()).toEqual(slow.bodies)
    expect(slow.bodies[0]).toContain(`,"detail":${DETAIL}}`)
    expect(await resumed()).toEqual([])
  })

  it('one that a stop left is delivered by the next run', async () => {
    const { bus, put } = aBus()
    bus.addRule(aRule(async () => false).rule)
    await put('left')
    await bus.idle()

    expect(await resumed()).toHaveLength(1)
  })

  it('one that no rule takes is not kept, nor one whose rule is gone', async () => {
    const { bus, put } = aBus()
    bus.addRule(aRule(never, 'wanted').rule)
    await put('unwanted')
    await put('wanted')

    const next = aBus().bus
    next.resume()
    await next.idle()

    expect(await resumed()).toEqual([])
  })
})

describe(keptRules.journalFirst.text, () => {
  it('so that whoever hears of it finds it there', async () => {
    const onDisk: string[] = []
    const { bus, put } = aBus(() => onDisk.push(readFileSync(join(folder, 'bus.journal'), 'utf8')))
    bus.addRule(aRule(never).rule)

    await put('order.modified')

    expect(onDisk).toEqual([expect.stringContaining('order.modified')])
  })

  it('so that a Pipe that goes on from its position has nothing to repeat', async () => {
    const { bus } = aBus()
    bus.addRule(aRule(never).rule)
    const buses = new Map([[bus.arn, bus]])
    const journaled = () => readFileSync(join(folder, 'bus.journal'), 'utf8')
    const written: { upTo: string | undefined; journal: string }[] = []
    const value = keepCheckpoint({ kept: openKept(folder), logicalId: 'Pipe' }, 'arn:stream')
    const records = someRecords(3)
    const test = startTestPipe(
      { BatchSize: 1 },
      {
        putEvents: (entries) => putEvents(entries, { buses, now: () => 0 }),
        checkpoint: {
          read: value.read,
          write(checkpoint) {
            written.push({ upTo: checkpoint.shards[0]?.doneUpTo, journal: journaled() })
            value.write(checkpoint)
          },
        },
      },
    )
    test.stream.put('shard-1', ...records)
    await test.clock.advance(1_000)
    await test.stop()

    const done = written.filter(({ upTo }) => upTo !== undefined)
    expect(done.at(-1)?.upTo).toBe(records[2]?.dynamodb.SequenceNumber)
    for (const { upTo, journal } of done) {
      const upToIndex = records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === upTo)
      for (const id of idsOf(records.slice(0, upToIndex + 1))) expect(journal).toContain(id)
    }
  })
})
