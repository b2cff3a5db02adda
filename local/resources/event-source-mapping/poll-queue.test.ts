import { describe, expect, it } from 'vitest'
import { bodies, startMapping, TOOK_ALL } from './a-mapping.ts'
import { mappingRules } from './rules.ts'

/** How long a batch is in work, where that matters. */
const WORK_MS = 1_500

describe('polling a queue', () => {
  it(mappingRules.shapeOfRecord.text, async () => {
    const mapping = startMapping()

    mapping.queue.send('{"a":1}')
    await mapping.clock.advance(3_000)
    await mapping.stop()

    expect(mapping.batches).toEqual([
      [
        {
          messageId: 'm-0',
          receiptHandle: 'm-0#1',
          body: '{"a":1}',
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1795245996000' },
          messageAttributes: {},
          md5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:q',
          awsRegion: 'eu-west-1',
        },
      ],
    ])
    expect(mapping.queue.ids()).toEqual([])
  })

  it(mappingRules.batchBySize.text, async () => {
    const mapping = startMapping({ batchSize: 25 })

    mapping.queue.send(...bodies(60))
    await mapping.clock.advance(5_000)
    await mapping.stop()

    expect(mapping.sizes()).toEqual([25, 25, 10])
    expect(mapping.queue.ids()).toEqual([])
  })

  it(`${mappingRules.batchBySize.text} Nor is more received than that.`, async () => {
    const mapping = startMapping({ batchSize: 3, windowMs: 0 }, async (_, clock) => {
      await clock.sleep(WORK_MS)
      return TOOK_ALL
    })

    mapping.queue.send(...bodies(4))
    await mapping.clock.advance(1_000)
    const whileWorking = mapping.queue.receivesOf('m-3')
    await mapping.clock.advance(30_000)
    await mapping.stop()

    expect(whileWorking).toBe(0)
    expect(mapping.sizes()).toEqual([3, 1])
  })

  it(mappingRules.batchByWindow.text, async () => {
    const mapping = startMapping({ windowMs: 5_000 })
    mapping.queue.send('early')
    await mapping.clock.advance(3_000)
    const before = mapping.sizes()

    mapping.queue.send('late')
    await mapping.clock.advance(1_900)
    const justBefore = mapping.sizes()
    await mapping.clock.advance(200)
    const justAfter = mapping.sizes()
    await mapping.stop()

    expect(before).toEqual([])
    expect(justBefore).toEqual([])
    expect(justAfter).toEqual([2])
  })

  it(mappingRules.batchWithoutWindow.text, async () => {
    const mapping = startMapping({ batchSize: 10, windowMs: 0 })

    mapping.queue.send(...bodies(15))
    await mapping.clock.settle()
    await mapping.stop()

    expect(mapping.sizes()).toEqual([10, 5])
  })

  it(mappingRules.batchByBytes.text, async () => {
    const mapping = startMapping()

    mapping.queue.send(...bodies(9, 'x'.repeat(1_000_000)))
    await mapping.clock.advance(5_000)
    await mapping.stop()

    const bytes = mapping.batches.map((Records) => JSON.stringify({ Records }).length)
    expect(mapping.sizes()).toEqual([6, 3])
    expect(Math.max(...bytes)).toBeLessThanOrEqual(6 * 1024 * 1024)
    expect(mapping.batches.flat().map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: 9 }, (_, index) => `m-${index}`),
    )
  })

  it(mappingRules.longPoll.text, async () => {
    const mapping = startMapping({ windowMs: 0 })
    await mapping.clock.advance(10_400)

    mapping.queue.send('{}')
    await mapping.clock.advance(60)
    const sizes = mapping.sizes()
    await mapping.stop()

    expect(sizes).toEqual([1])
  })

  it(mappingRules.pollFails.text, async () => {
    const mapping = startMapping()
    mapping.queue.broken.receive = new Error('down')
    await mapping.clock.advance(2_600)
    delete mapping.queue.broken.receive
    mapping.queue.send('{}')

    await mapping.clock.advance(5_000)
    await mapping.stop()

    expect(mapping.signals.filter(({ type }) => type === 'retry.scheduled')).toMatchObject([
      { resource: 'Mapping', delayMs: 500, reason: 'down' },
      { delayMs: 1_000 },
      { delayMs: 2_000 },
    ])
    expect(mapping.sizes()).toEqual([1])
  })

  it(mappingRules.openBatchSurvives.text, async () => {
    const mapping = startMapping({ windowMs: 5_000 })
    mapping.queue.send('early')
    await mapping.clock.advance(2_000)

    mapping.queue.broken.receive = new Error('down')
    await mapping.clock.advance(1_000)
    delete mapping.queue.broken.receive
    await mapping.clock.advance(4_000)
    await mapping.stop()

    expect(mapping.signals).toContainEqual(
      expect.objectContaining({ type: 'retry.scheduled', reason: 'down' }),
    )
    expect(mapping.sizes()).toEqual([1])
    expect(mapping.queue.receivesOf('m-0')).toBe(1)
  })

  it(mappingRules.stopFinishes.text, async () => {
    const mapping = startMapping({ batchSize: 1, windowMs: 0 }, async (_, clock) => {
      await clock.sleep(WORK_MS)
      return TOOK_ALL
    })
    const begunAt = mapping.clock.now()
    mapping.queue.send(...bodies(2))
    await mapping.clock.advance(1_000)

    const stoppedAt = await mapping.stop()
    await mapping.clock.advance(60_000)

    expect(stoppedAt - begunAt).toBe(WORK_MS)
    expect(mapping.sizes()).toEqual([1])
    expect(mapping.queue.ids()).toEqual(['m-1'])
  })
})
