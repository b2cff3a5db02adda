import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../local/fake-clock.ts'
import type { SignalBody } from '../../local/signals.ts'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { describeSilence } from './describe-engine.ts'
import { formatTime } from './format-change.ts'
import { createLiveView, type Sources } from './live-view.ts'

/** A view of a pipeline that a test plays. */
function aView() {
  const clock = createFakeClock()
  const startedAt = clock.now()
  const lines: string[] = []
  const view = createLiveView((line) => lines.push(line), clock)
  const index = { answers: true, holds: new Set<string>() }
  const cache = { answers: true, isLate: false }
  const depths = new Map([
    ['SearchQueue', 0],
    ['SearchDlq', 0],
    ['CacheQueue', 0],
    ['CacheDlq', 0],
  ])
  const sources: Sources = {
    findSearchable: async (_, events) => {
      if (!index.answers) throw new Error(describeSilence('OpenSearch'))
      return events.filter(({ eventID }) => index.holds.has(eventID))
    },
    findInvalidated: async (events) => {
      if (!cache.answers) throw new Error(describeSilence('Redis'))
      return cache.isLate ? [] : events
    },
    readDepths: async () => depths,
  }
  const tell = (...signals: readonly SignalBody[]) => {
    for (const signal of signals) view.onSignal({ ...signal, at: clock.now() })
  }
  const running = view.run(sources)
  /** Puts changes on the bus and in the queue. */
  const accept = (...counters: readonly number[]) => {
    for (const counter of counters) tell(...accepted(counter))
  }
  return {
    ...{ clock, startedAt, lines, view, index, cache, depths, tell, accept },
    text: () => lines.join('\n'),
    [Symbol.asyncDispose]: async () => {
      view.stop()
      await running
    },
  }
}

function accepted(counter: number): SignalBody[] {
  const detail = { ...aChangeEvent({ counter, id: `a|${counter}` }) }
  const event = {
    version: '0' as const,
    ...{ id: `bus-${counter}`, 'detail-type': detail.type, source: 'tailrace', account: '0' },
    ...{ time: detail.time, region: 'r', resources: [], detail },
  }
  return [{ type: 'event.accepted', bus: 'ChangeBus', event }]
}

function eventIdOf(counter: number): string {
  return aChangeEvent({ counter }).eventID
}

describe('createLiveView', () => {
  it('shows a change when a search finds it', async () => {
    await using test = aView()
    test.accept(1)
    await test.clock.advance(800)
    const before = [...test.lines]

    test.index.holds.add(eventIdOf(1))
    await test.clock.advance(200)

    expect(before).toEqual([])
    expect(test.text()).toMatch(/order\.modified {2}a\|1 .* searchable after 1\.0 s/)
    expect(test.view.isSettled()).toBe(true)
  })

  it('says when things go wrong on purpose, and when no longer', async () => {
    await using test = aView()
    const at = formatTime(test.clock.now())

    test.tell({ type: 'faults.set', faults: { search: { delayMs: 2_000, error: 0.2 } } })
    test.tell({ type: 'clock.jumped', ms: 900_000 })
    test.tell({ type: 'faults.set', faults: {} })

    expect(test.lines).toEqual([
      `${at}  ! Faults on purpose: search delay 2 s, error 20 %`,
      `${at}  ! The clock jumped 15 min on, on purpose`,
      `${at}    No faults on purpose any more`,
    ])
  })

  it('says with it when nothing older was cached', async () => {
    await using test = aView()
    test.accept(1)
    await test.clock.advance(950)
    test.index.holds.add(eventIdOf(1))
    await test.clock.advance(200)

    expect(test.lines).toEqual([
      expect.stringMatching(/searchable after 1\.\d s, out of cache after 0\.1 s$/),
    ])
  })

  it('says it apart when the cache is later than the search', async () => {
    await using test = aView()
    test.cache.isLate = true
    test.accept(1)
    test.index.holds.add(eventIdOf(1))
    await test.clock.advance(1_000)
    const isSettledBefore = test.view.isSettled()
    test.cache.isLate = false
    await test.clock.advance(100)

    expect(isSettledBefore).toBe(false)
    expect(test.lines).toEqual([
      expect.stringMatching(/searchable after 0\.\d s$/),
      expect.stringMatching(/order\.modified {2}a\|1 .* out of cache after 1\.\d s$/),
    ])
    expect(test.view.isSettled()).toBe(true)
  })

  it('says what waits for a frozen cache, while searches find it', async () => {
    await using test = aView()
    test.cache.answers = false
    test.depths.set('CacheQueue', 20)
    const counters = Array.from({ length: 20 }, (_, index) => index + 1)
    test.accept(...counters)
    for (const counter of counters) test.index.holds.add(eventIdOf(counter))
    test.tell({ type: 'engine.silent', engine: 'redis', afterMs: 5_000, reason: 'no answer' })

    await test.clock.advance(20_000)
    test.tell({ type: 'engine.answers', engine: 'redis', afterMs: 20_000 })
    test.cache.answers = true
    await test.clock.advance(1_000)

    expect(test.lines.map((line) => line.slice('14:03:20  '.length))).toEqual([
      '! Redis does not answer (frozen or out of reach): no answer',
      expect.stringMatching(/^20 changes searchable after 0\.\d s to 0\.\d s$/),
      expect.stringContaining('! 20 changes wait for the cache: Redis does not answer'),
      '  Redis answers again, after 20 s',
      '20 changes out of cache after 20 s to 20 s',
      '  the cache caught up: 20 changes after 20 s',
    ])
  })

  it('gives a change up that left the queue and that the cache does not know of', async () => {
    await using test = aView()
    test.cache.isLate = true
    test.accept(1)
    test.index.holds.add(eventIdOf(1))
    test.depths.set('CacheDlq', 1)
    await test.clock.advance(8_000)

    expect(test.text()).toContain(
      '1 change left CacheQueue, and the cache does not know of it (a|1); CacheDlq holds 1 message',
    )
    expect(test.view.isSettled()).toBe(true)
  })

  it('has one line for many that are found at once', async () => {
    await using test = aView()
    const counters = Array.from({ length: 52 }, (_, index) => index + 1)
    test.accept(...counters)

    for (const counter of counters) test.index.holds.add(eventIdOf(counter))
    await test.clock.advance(1_000)

    expect(test.lines).toHaveLength(1)
    expect(test.text()).toContain('52 changes searchable after')
  })

  it('says what waits for a frozen index, and when it has caught up', async () => {
    await using test = aView()
    const frozenAt = formatTime(test.startedAt)
    test.index.answers = false
    test.depths.set('SearchQueue', 52)
    const counters = Array.from({ length: 52 }, (_, index) => index + 1)
    test.accept(...counters)
    test.tell({ type: 'engine.silent', engine: 'opensearch', afterMs: 5_000, reason: 'no answer' })

    await test.clock.advance(20_000)
    test.tell({ type: 'engine.answers', engine: 'opensearch', afterMs: 20_000 })
    test.index.answers = true
    for (const counter of counters) test.index.holds.add(eventIdOf(counter))
    await test.clock.advance(1_000)

    expect(test.lines.map((line) => line.slice('14:03:20  '.length))).toEqual([
      '! OpenSearch does not answer (frozen or out of reach): no answer',
      `! 52 changes wait for search: OpenSearch does not answer (frozen or out of reach), since ${frozenAt}`,
      '  OpenSearch answers again, after 20 s',
      expect.stringContaining('52 changes searchable after'),
      '  search caught up: 52 changes after 20 s',
    ])
  })

  it('says why changes wait for an index that no signal tells of', async () => {
    await using test = aView()
    test.index.answers = false
    test.accept(1)

    await test.clock.advance(6_000)

    expect(test.text()).toContain('1 change waits for search: OpenSearch does not answer')
  })

  it('says what waits for the Pipe, until it is through with it', async () => {
    await using test = aView()
    test.tell(...aRecord('e-1'), ...aRecord('e-2'), ...aRecord('e-3'))
    const failed = { type: 'batch.failed', pipe: 'P', stage: 'enrichment' } as const
    test.tell({ ...failed, records: 3, attempt: 1, error: 'boom' })

    await test.clock.advance(12_000)
    test.tell({ type: 'records.done', pipe: 'P', eventIDs: ['e-1', 'e-2', 'e-3'] })
    await test.clock.advance(1_000)

    expect(test.text()).toContain('3 changes wait for the Pipe: its enrichment fails: boom, since')
    expect(test.text()).toContain('the Pipe caught up: 3 changes after 12 s')
  })

  it('says what waits for a queue apart from what waits for search', async () => {
    await using test = aView()
    test.accept(1, 2)
    const about = { rule: 'SearchRule', target: 'SearchQueue', eventId: 'bus-1' }
    test.tell({ type: 'delivery.failed', ...about, error: 'throttled' })
    test.depths.set('SearchQueue', 1)

    await test.clock.advance(11_000)
    const waiting = test.text()
    test.tell({ type: 'event.delivered', ...about })
    await test.clock.advance(400)

    expect(waiting).toContain('1 change waits for their queue: SearchQueue does not take them')
    expect(waiting).toContain('1 change waits for search')
    expect(test.text()).toContain('the queue caught up: 1 change')
  })

  it('waits for each queue apart, and counts a change once', async () => {
    await using test = aView()
    test.accept(1)
    test.index.holds.add(eventIdOf(1))
    const toCache = { rule: 'CacheRule', target: 'CacheQueue', eventId: 'bus-1' }
    const toLake = { rule: 'LakeRule', target: 'LakeQueue', eventId: 'bus-1' }
    test.cache.isLate = true
    for (const about of [toCache, toLake]) {
      test.tell({ type: 'delivery.failed', ...about, error: 'throttled' })
    }

    await test.clock.advance(12_000)

    expect(test.text()).toContain('searchable after 0.')
    expect(test.text()).toContain('1 change waits for their queue')
    expect(test.text()).not.toContain('does not know of it')

    test.tell({ type: 'event.delivered', ...toCache })
    test.cache.isLate = false
    await test.clock.advance(400)

    expect(test.text()).toContain('the queue caught up: 1 change')
    expect(test.text()).toContain('out of cache after 12 s')
  })

  it('gives an event up that lies in the DLQ of its rule', async () => {
    await using test = aView()
    test.accept(1)
    const about = { rule: 'SearchRule', target: 'SearchQueue', eventId: 'bus-1' }

    test.tell({ type: 'delivery.failed', ...about, error: 'denied' })
    test.tell({
      ...{ type: 'event.dead_lettered', ...about },
      ...{ errorCode: 'NO_PERMISSIONS', deadLetterQueue: 'search-dlq' },
    })
    await test.clock.advance(12_000)

    expect(test.view.isSettled()).toBe(true)
    expect(test.view.standsStill()).toContain('NO_PERMISSIONS')
    expect(test.text()).not.toContain('wait')
  })

  it('gives a change up that left the queue and is not found, and says where it may be', async () => {
    await using test = aView()
    test.depths.set('SearchQueue', 1)
    test.accept(1)
    await test.clock.advance(2_500)
    const whileQueued = test.view.isSettled()

    test.depths.set('SearchQueue', 0).set('SearchDlq', 1)
    await test.clock.advance(8_000)

    expect(whileQueued).toBe(false)
    expect(test.text()).toContain('SearchDlq holds 1 message')
    expect(test.text()).toContain(
      '1 change left SearchQueue, and no search finds it (a|1); SearchDlq holds 1 message',
    )
    expect(test.view.isSettled()).toBe(true)
  })

  it('gives a change the time that the index takes to show it', async () => {
    await using test = aView()
    test.accept(1)
    await test.clock.advance(3_900)

    const early = test.view.isSettled()
    await test.clock.advance(4_000)

    expect(early).toBe(false)
    expect(test.view.isSettled()).toBe(true)
  })

  it('gives no change up that came to a queue which had long been empty', async () => {
    await using test = aView()
    await test.clock.advance(20_000)

    test.accept(1)
    await test.clock.advance(1_000)

    expect(test.view.isSettled()).toBe(false)
    expect(test.text()).not.toContain('no search finds')
  })

  it('gives no change up that has not come to its queue', async () => {
    await using test = aView()
    test.accept(1)
    const about = { rule: 'SearchRule', target: 'SearchQueue', eventId: 'bus-1' }
    test.tell({ type: 'delivery.failed', ...about, error: 'throttled' })

    await test.clock.advance(30_000)
    test.tell({ type: 'event.delivered', ...about })
    await test.clock.advance(1_000)

    expect(test.view.isSettled()).toBe(false)
    expect(test.text()).not.toContain('no search finds')
  })

  it('gives nothing up while the index does not answer', async () => {
    await using test = aView()
    test.accept(1)
    test.index.answers = false

    await test.clock.advance(30_000)

    expect(test.view.isSettled()).toBe(false)
    expect(test.text()).not.toContain('no search finds')
  })

  it('shows a parked change at once, and what was left out', async () => {
    await using test = aView()
    const detail = { ...aChangeEvent({ parked: true }) }
    const [signal] = accepted(1)
    if (signal?.type !== 'event.accepted') throw new Error('not an event')

    test.tell({ ...signal, event: { ...signal.event, detail } })
    test.tell({ type: 'batch.enriched', pipe: 'P', records: 3, events: 1 })

    expect(test.lines[0]).toContain('parked whole')
    expect(test.lines[1]).toContain('2 records left out')

    await test.clock.advance(100)

    expect(test.lines[2]).toContain('order.parked')
    expect(test.lines[2]).toContain('out of cache after 0.1 s')
    expect(test.view.isSettled()).toBe(true)
  })

  it('says nothing of what ends because the pipeline is stopped, but what is lost by it', async () => {
    await using test = aView()

    test.view.stop()
    test.tell({ type: 'pipe.state', pipe: 'P', state: 'STOPPED' })
    test.tell({ type: 'rule.stopped', rule: 'SearchRule', lost: 2 })

    expect(test.lines).toEqual([
      expect.stringContaining('SearchRule was stopped with 2 events on the way'),
    ])
  })

  it('prints an error of many lines as one, and cuts a long one', async () => {
    await using test = aView()
    const error = `first\n  at second\n${'x'.repeat(2_000)}`

    test.tell({ type: 'function.failed', function: 'f', errorType: 'Error', error })

    expect(test.lines).toHaveLength(1)
    expect(test.lines[0]).toContain('f failed: Error: first at second xxx')
    expect(test.lines[0]?.length).toBeLessThan(500)
  })
})

function aRecord(eventID: string): SignalBody[] {
  const record = {
    ...{ eventID, eventName: 'INSERT', eventVersion: '1.1', eventSource: 'aws:dynamodb' },
    ...{ awsRegion: 'r', eventSourceARN: 'arn' },
    dynamodb: {
      ...{ ApproximateCreationDateTime: 0, Keys: { pk: { S: eventID } }, SequenceNumber: '1' },
      ...{ SizeBytes: 1, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  } as const
  return [{ type: 'record.read', pipe: 'P', shardId: 's', record }]
}
