import { beforeEach, describe, expect, it } from 'vitest'
import { toRetryable, toUnknown } from '../../shared/batch/outcome.ts'
import {
  aChangeEvent,
  aMessage,
  anOrder,
  type ChangeWish,
  LATER_STREAM,
  STREAM,
  TABLE,
} from '../../test/builders/change-event.ts'
import { LakeWriterUnderTest } from '../../test/builders/lake-writer.ts'
import { MemoryLakeStream } from '../../test/fakes/memory-lake.ts'

const THROTTLED = toRetryable('lake.throttled')

describe('createLakeWriter', () => {
  let stream: MemoryLakeStream
  let writer: LakeWriterUnderTest
  beforeEach(() => {
    stream = new MemoryLakeStream()
    writer = new LakeWriterUnderTest(stream)
  })

  const aChange = (id: string, counter: number, wish: ChangeWish = {}) =>
    aMessage(aChangeEvent({ id, counter, after: anOrder({ total: counter }), ...wish }))
  const records = () => stream.lines.map((line) => JSON.parse(line))
  const aLarge = (wish: ChangeWish = {}) =>
    aChange('large', 1, { after: anOrder({ orderId: 'x'.repeat(1_100_000) }), ...wish })

  it('hands over every change, old ones after new ones and the same one twice', async () => {
    const back = await writer.deliver([aChange('a', 2), aChange('a', 1), aChange('a', 2)])

    expect(back).toEqual([])
    expect(records().map(({ id, total }) => [id, total])).toEqual([
      ['a', '2'],
      ['a', '1'],
      ['a', '2'],
    ])
  })

  it('hands over removals, snapshots and the announcements of parked changes', async () => {
    await writer.deliver([
      aChange('a', 1, { op: 'remove' }),
      aChange('b', 1, { op: 'snapshot' }),
      aChange('c', 1, { parked: true }),
    ])

    expect(records().map(({ type, parked }) => [type, parked])).toEqual([
      ['order.removed', null],
      ['order.snapshot', null],
      ['order.parked', 'image.schema_invalid'],
    ])
  })

  it('answers an empty batch with nothing', async () => {
    expect(await writer.invoke([])).toEqual({ batchItemFailures: [] })
    expect(stream.calls).toEqual([])
  })

  it('tells how long the oldest change took', async () => {
    await writer.deliver([aChange('a', 1), aChange('b', 1, { time: '2026-11-21T07:26:30Z' })])

    expect(writer.metrics.published).toEqual([{ EventsApplied: 2, LagMs: 10_000 }])
  })

  describe('a stream in trouble', () => {
    it('gets what it refused once more, and nothing comes back', async () => {
      stream.answer = (line, _, calls) =>
        line.includes('"id":"b"') && calls === 1 ? THROTTLED : { kind: 'applied' }

      const back = await writer.deliver([aChange('a', 1), aChange('b', 1), aChange('c', 1)])

      expect(back).toEqual([])
      expect(stream.calls.map((lines) => lines.length)).toEqual([3, 1])
      expect(records().map(({ id }) => id)).toEqual(['a', 'c', 'b'])
    })

    it('makes the messages come back that it never takes, and no others', async () => {
      stream.answer = (line) => (line.includes('"id":"b"') ? THROTTLED : { kind: 'applied' })
      const refused = aChange('b', 1)

      const back = await writer.deliver([aChange('a', 1), refused, aChange('c', 1)])

      expect(back).toEqual([refused])
      expect(writer.redelivery.delayed).toEqual([
        { receiptHandle: refused.receiptHandle, delaySeconds: 4 },
      ])
      expect(writer.deadLetters.letters).toEqual([])
    })

    it('makes all come back when it is down, and takes them when it is up', async () => {
      const batch = [aChange('a', 1), aChange('b', 1)]
      stream.answer = () => toRetryable('lake.unreachable')

      const back = await writer.deliver(batch)
      stream.answer = () => ({ kind: 'applied' })
      const again = await writer.deliver(back)

      expect([back, again]).toEqual([batch, []])
      expect(records()).toHaveLength(2)
    })

    it('gets nothing once more when there is no time for it', async () => {
      writer.remainingMs = 20_000
      stream.answer = (line) => (line.includes('"id":"b"') ? THROTTLED : { kind: 'applied' })

      await writer.deliver([aChange('a', 1), aChange('b', 1)])

      expect(stream.calls).toHaveLength(1)
    })

    it('makes a change come back whose answer nobody has classified', async () => {
      stream.answer = () => toUnknown('record New')
      const message = aChange('a', 1)

      expect(await writer.deliver([message])).toEqual([message])
    })
  })

  describe('a change too large for the stream', () => {
    it('becomes an object of its own in its partition, whole', async () => {
      const back = await writer.deliver([aChange('a', 1), aLarge(), aChange('b', 1)])

      expect(back).toEqual([])
      expect(records().map(({ id }) => id)).toEqual(['a', 'b'])
      const [[name, text] = []] = [...writer.objects.objects]
      expect(name).toMatch(/^lake\/order\/dt=2026-11-21\/large-[0-9a-f]{64}\.json\.gz$/)
      expect(JSON.parse(text ?? '')).toMatchObject({ id: 'large', table: TABLE, stream: STREAM })
      expect(JSON.parse(text ?? '').order_id).toHaveLength(1_100_000)
      expect(text?.endsWith('}\n')).toBe(true)
    })

    it('is one object however often it is delivered, and another for another change', async () => {
      await writer.deliver([aLarge(), aLarge()])
      await writer.deliver([
        aLarge({ counter: 2 }),
        aLarge({ id: 'larger' }),
        aLarge({ stream: LATER_STREAM }),
        aLarge({ op: 'snapshot' }),
      ])

      expect(writer.objects.objects.size).toBe(5)
    })

    it('comes back when the object could not be written', async () => {
      writer.objects.outcome = toRetryable('lake.unavailable')
      const large = aLarge()

      expect(await writer.deliver([large, aChange('a', 1)])).toEqual([large])
    })

    it('is none of exactly as many bytes as the stream takes', async () => {
      const filled = (orderId: string) => aChange('a', 1, { after: { orderId } })
      await writer.deliver([filled('')])
      const own = Buffer.byteLength(stream.lines[0] ?? '')
      // The text stands in the image and in its column.
      const most = (stream.lineBytesMax - own) / 2

      await writer.deliver([filled('x'.repeat(most)), filled('x'.repeat(most + 1))])

      expect(stream.lines.at(-1)).toHaveLength(stream.lineBytesMax)
      expect(writer.objects.objects.size).toBe(1)
    })

    it('is one of more bytes than the stream takes, though of fewer characters', async () => {
      const after = anOrder({ orderId: 'ł'.repeat(300_000) })
      await writer.deliver([aChange('small', 1, { after })])

      expect(stream.lines).toHaveLength(0)
      expect(writer.objects.objects.size).toBe(1)
    })
  })

  it('keeps a change of an entity that it does not know yet', async () => {
    const message = aChange('a', 1, { entity: 'customer' })

    expect(await writer.deliver([message, aChange('b', 1)])).toEqual([message])
    expect(records().map(({ id }) => id)).toEqual(['b'])
    expect(writer.log.lines.at(-1)?.fields).toMatchObject({ retryCodes: { 'entity.unknown': 1 } })
  })

  it('sends what carries no change event to the DLQ and hands over the rest', async () => {
    await writer.deliver([aMessage(null, { body: 'none' }), aChange('b', 1)])

    expect(writer.deadLetters.letters).toMatchObject([{ body: 'none', code: 'event.not_json' }])
    expect(records()).toHaveLength(1)
  })
})
