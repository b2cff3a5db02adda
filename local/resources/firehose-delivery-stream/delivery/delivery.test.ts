import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { STREAM, startTestDeliveryStream, type TestDeliveryStream } from '../a-delivery-stream.ts'
import { ACTIVE_PARTITIONS_MAX, KEPT_BYTES_MAX, KEPT_MS_MAX } from '../limits.ts'
import { firehoseRules } from '../rules.ts'

const MIB = 1024 * 1024
const MINUTE_MS = 60_000
const WAIT = { timeout: 20_000, interval: 5 }
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** Without partitions: a record is any text. */
const PLAIN = {
  Prefix: 'plain/!{timestamp:yyyy-MM-dd}/',
  DynamicPartitioningConfiguration: { Enabled: false },
  ProcessingConfiguration: { Enabled: false },
}

let test: TestDeliveryStream

afterEach(() => test[Symbol.asyncDispose]())

function aRecord(entity = 'order', id = 0) {
  return { entity, time: '2026-11-20T23:59:59Z', id }
}

/** Waits until so many objects are in the bucket. */
async function objects(count: number): Promise<readonly (readonly [string, string])[]> {
  await vi.waitFor(() => expect(test.objects.size).toBe(count), WAIT)
  return [...test.objects]
}

function signals(type: string) {
  return test.signals.filter((signal) => signal.type === type)
}

describe('a delivery stream’s buffers', () => {
  it(firehoseRules.partitions.text, async () => {
    test = await startTestDeliveryStream()

    await test.put(aRecord('order', 1), aRecord('customer', 2), aRecord('order', 3))
    await test.clock.advance(MINUTE_MS)

    const contents = (await objects(2)).map(([, text]) => text.match(/"id":\d/g)?.join())
    expect(contents.toSorted()).toEqual(['"id":1,"id":3', '"id":2'])
  })

  it(firehoseRules.concatenation.text, async () => {
    test = await startTestDeliveryStream(PLAIN)

    await test.put('one', 'two\n', '', 'three')
    await test.stream.stop()

    expect((await objects(1)).map(([, text]) => text)).toEqual(['onetwo\nthree'])
  })

  it(firehoseRules.bufferInterval.text, async () => {
    test = await startTestDeliveryStream()
    await test.put(aRecord('order', 1))
    await test.clock.advance(MINUTE_MS - 1)
    await test.put(aRecord('order', 2), aRecord('customer', 3))
    expect(test.objects.size).toBe(0)

    await test.clock.advance(1)

    const [[key, text] = []] = await objects(1)
    expect([key?.split('/')[1], text?.match(/"id":\d/g)]).toEqual(['order', ['"id":1', '"id":2']])
    await test.clock.advance(MINUTE_MS - 1)
    await objects(2)
  })

  it(firehoseRules.bufferSize.text, async () => {
    test = await startTestDeliveryStream({
      ...PLAIN,
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 },
    })

    await test.put('x'.repeat(MIB / 2), 'x'.repeat(MIB / 2 - 1))
    expect(test.objects.size).toBe(0)
    await test.put('y', 'z')

    const [[, text] = []] = await objects(1)
    expect(text).toHaveLength(MIB)
    await test.stream.stop()
    expect((await objects(2))[1]?.[1]).toBe('z')
  })

  it(firehoseRules.localInterval.text, async () => {
    test = await startTestDeliveryStream(PLAIN, { flushMs: 2_000 })

    await test.put(aRecord())
    await test.clock.advance(1_999)
    expect(test.objects.size).toBe(0)
    await test.clock.advance(1)

    await objects(1)
  })

  it(firehoseRules.partitionEnds.text, async () => {
    test = await startTestDeliveryStream()
    let isDown = true
    test.onWrite = () => {
      if (isDown) throw new Error('down')
    }
    const full = Array.from({ length: ACTIVE_PARTITIONS_MAX }, (_, index) => aRecord(`e${index}`))
    await test.put(...full)
    await test.clock.advance(MINUTE_MS)
    await vi.waitFor(() => expect(signals('retry.scheduled').length).toBe(full.length), WAIT)

    await test.put(aRecord('another'))
    isDown = false
    await test.clock.advance(MINUTE_MS)
    const names = (await objects(full.length + 1)).map(([key]) => key)
    await test.put(aRecord('another'))
    await test.stream.stop()

    expect(names.filter((key) => key.startsWith('errors/activePartitionExceeded/'))).toHaveLength(1)
    const keys = [...test.objects.keys()]
    expect(keys.filter((key) => key.startsWith('lake/another/'))).toHaveLength(1)
  })

  it(firehoseRules.throttling.text, async () => {
    test = await startTestDeliveryStream({
      ...PLAIN,
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      CompressionFormat: 'UNCOMPRESSED',
    })
    const one = Buffer.alloc(MIB)
    const puts = KEPT_BYTES_MAX / MIB
    test.onWrite = () => {
      throw new Error('down')
    }

    const taken = Array.from({ length: puts }, () => test.stream.put(one))
    const isTakenBeyond = test.stream.put(Buffer.alloc(1))
    await test.stream.sorted()
    await vi.waitFor(() => expect(signals('retry.scheduled').length).toBe(puts / 64), WAIT)
    test.onWrite = () => undefined
    await test.clock.advance(MINUTE_MS)
    await objects(puts / 64)

    expect(taken).not.toContain(false)
    expect(isTakenBeyond).toBe(false)
    expect(test.stream.put(Buffer.alloc(1))).toBe(true)
  })
})

describe('a delivery stream’s objects', () => {
  it(firehoseRules.compression.text, async () => {
    const endOf = async (properties: object) => {
      test = await startTestDeliveryStream(properties)
      await test.put(aRecord())
      await test.stream.stop()
      const [[key, body] = ['', Buffer.alloc(0)]] = test.bodies
      return { extension: key.replace(new RegExp(`.*${UUID}`), ''), body }
    }

    const gzip = await endOf({ ...PLAIN, FileExtension: '.json.gz' })
    const byItself = await endOf(PLAIN)
    const plain = await endOf({ ...PLAIN, CompressionFormat: undefined })

    expect([gzip.extension, byItself.extension, plain.extension]).toEqual(['.json.gz', '.gz', ''])
    const text = `${JSON.stringify(aRecord())}\n`
    expect([gunzipSync(gzip.body), plain.body].map(String)).toEqual([text, text])
  })

  it(firehoseRules.objectName.text, async () => {
    test = await startTestDeliveryStream({ FileExtension: '.json.gz' })
    await test.put(aRecord())
    await test.clock.advance(1_000)
    await test.put(aRecord())

    await test.clock.advance(MINUTE_MS)

    const [[key] = []] = await objects(1)
    expect(key).toMatch(
      new RegExp(`^lake/order/dt=2026-11-20/${STREAM}-1-2026-11-21-07-26-36-${UUID}\\.json\\.gz$`),
    )
    expect(signals('records.delivered')).toEqual([
      { type: 'records.delivered', deliveryStream: 'LakeStream', key, records: 2, bytes: 112 },
    ])
  })

  it(firehoseRules.timestamps.text, async () => {
    test = await startTestDeliveryStream({ ...PLAIN, Prefix: '!{timestamp:yyyy/MM/dd/HH/mm/ss}/' })
    await test.put('a')
    await test.clock.advance(MINUTE_MS - 1)
    await test.put('b')

    await test.clock.advance(1)

    const [[key] = ['']] = await objects(1)
    expect(key).toMatch(/^2026\/11\/21\/07\/26\/36\/orders-/)
  })

  it(firehoseRules.randomString.text, async () => {
    const random = '!{firehose:random-string}'
    test = await startTestDeliveryStream({
      ...PLAIN,
      Prefix: `${random}/${random}/!{timestamp:yyyy}/`,
    })
    for (const text of ['a', 'b']) {
      await test.put(text)
      await test.clock.advance(MINUTE_MS)
    }

    const texts = (await objects(2)).flatMap(([key]) => key.split('/').slice(0, 2))

    expect(texts.map(({ length }) => length)).toEqual([11, 11, 11, 11])
    expect(new Set(texts).size).toBe(4)
  })

  it('says which records are under the error prefix', async () => {
    test = await startTestDeliveryStream()

    await test.put('no JSON')
    await test.stream.stop()

    expect(signals('records.misfiled')).toMatchObject([
      { deliveryStream: 'LakeStream', records: 1, errorType: 'metadata-extraction-failed' },
    ])
    expect(signals('records.delivered')).toEqual([])
  })
})

describe('a delivery stream whose bucket does not answer', () => {
  it(firehoseRules.retries.text, async () => {
    test = await startTestDeliveryStream(PLAIN)
    let failures = 7
    test.onWrite = () => {
      if (failures-- > 0) throw new Error('down')
    }

    await test.put(aRecord())
    await vi.waitFor(async () => {
      await test.clock.advance(MINUTE_MS)
      expect(test.objects.size).toBe(1)
    }, WAIT)

    const delays = signals('retry.scheduled').map((one) => 'delayMs' in one && one.delayMs)
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000])
    expect(signals('retry.scheduled')[0]).toMatchObject({ resource: 'LakeStream', reason: 'down' })
  })

  it(firehoseRules.keptADay.text, async () => {
    test = await startTestDeliveryStream(PLAIN)
    let attempts = 0
    test.onWrite = () => {
      attempts++
      throw new Error('down')
    }
    await test.put(aRecord(), aRecord())
    await test.clock.advance(MINUTE_MS)
    await vi.waitFor(() => expect(attempts).toBe(1), WAIT)

    await test.clock.advance(KEPT_MS_MAX - 2 * MINUTE_MS)
    expect(signals('records.lost')).toEqual([])
    await test.clock.advance(2 * MINUTE_MS)

    expect(signals('records.lost')).toEqual([
      { type: 'records.lost', deliveryStream: 'LakeStream', records: 2, reason: 'down' },
    ])
    const before = attempts
    await test.clock.advance(MINUTE_MS)
    expect(attempts).toBe(before)
  })

  it(firehoseRules.atLeastOnce.text, async () => {
    test = await startTestDeliveryStream(PLAIN)
    const tried: string[] = []
    test.onWrite = (key) => {
      if (tried.push(key) === 1) throw new Error('no answer in time')
    }

    await test.put(aRecord())
    await test.clock.advance(MINUTE_MS)
    await vi.waitFor(() => expect(tried).toHaveLength(1), WAIT)
    await test.clock.advance(MINUTE_MS)
    await objects(1)

    expect(new Set(tried).size).toBe(2)
  })
})

describe('a delivery stream that is stopped', () => {
  it(firehoseRules.stop.text, async () => {
    test = await startTestDeliveryStream()
    test.onWrite = (key) => {
      if (key.includes('customer')) throw new Error('down')
    }
    test.stream.put(Buffer.from(JSON.stringify(aRecord('order'))))
    test.stream.put(Buffer.from(JSON.stringify(aRecord('customer'))))

    await test.stream.stop()

    expect([...test.objects.keys()]).toEqual([expect.stringContaining(`lake/order/`)])
    expect(signals('records.lost')).toMatchObject([{ records: 1, reason: 'down' }])
  })

  it('does not wait for the delay after which it would have tried again', async () => {
    test = await startTestDeliveryStream(PLAIN)
    let isDown = true
    test.onWrite = () => {
      if (isDown) throw new Error('down')
    }
    await test.put(aRecord())
    await test.clock.advance(MINUTE_MS)
    await vi.waitFor(() => expect(signals('retry.scheduled').length).toBe(1), WAIT)

    isDown = false
    await test.stream.stop()

    expect(test.objects.size).toBe(1)
  })
})
