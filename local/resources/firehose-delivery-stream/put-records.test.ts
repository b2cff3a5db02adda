import { describe, expect, it } from 'vitest'
import { KEPT_BYTES_MAX, PUT_BYTES_MAX, RECORD_BYTES_MAX } from './limits.ts'
import type { LocalDeliveryStream } from './local-delivery-stream.ts'
import { putRecord, putRecordBatch } from './put-records.ts'
import { firehoseRules } from './rules.ts'

function aStream(taken: Uint8Array[] = []): LocalDeliveryStream {
  return {
    arn: 'arn:orders',
    name: 'orders',
    put: (data) => taken.push(data) > 0,
    resume: () => undefined,
    sorted: async () => undefined,
    stop: async () => undefined,
  }
}

function onStream(options: { stream?: LocalDeliveryStream; refused?: readonly boolean[] } = {}) {
  const { stream = aStream(), refused = [] } = options
  const left = [...refused]
  const chaos = { refuses: () => left.shift() ?? false }
  return { deliveryStreams: new Map([[stream.arn, stream]]), chaos }
}

function aRecord(bytes = 1) {
  return { Data: Buffer.alloc(bytes).toString('base64') }
}

function aPut(...records: unknown[]) {
  return { DeliveryStreamName: 'orders', Records: records }
}

describe('putRecordBatch', () => {
  it.each([0, 501])(`${firehoseRules.records.text} (%i)`, (count) => {
    const taken: Uint8Array[] = []
    const records = Array.from({ length: count }, () => aRecord())

    const put = () => putRecordBatch(aPut(...records), onStream({ stream: aStream(taken) }))

    expect(put).toThrow(expect.objectContaining({ type: 'ValidationException', status: 400 }))
    expect(taken).toEqual([])
  })

  it('takes 500 records', () => {
    const taken: Uint8Array[] = []
    const records = Array.from({ length: 500 }, () => aRecord())

    const reply = putRecordBatch(aPut(...records), onStream({ stream: aStream(taken) }))

    expect(reply).toMatchObject({ FailedPutCount: 0, Encrypted: false })
    expect(
      new Set(reply.RequestResponses.map((one) => 'RecordId' in one && one.RecordId)).size,
    ).toBe(500)
    expect(taken).toHaveLength(500)
  })

  it(firehoseRules.recordBytes.text, () => {
    const taken: Uint8Array[] = []
    const streams = onStream({ stream: aStream(taken) })

    const put = () => putRecordBatch(aPut(aRecord(), aRecord(RECORD_BYTES_MAX + 1)), streams)

    expect(put).toThrow("'records.2.member.data' failed to satisfy constraint")
    expect(put).toThrow(expect.objectContaining({ type: 'ValidationException' }))
    expect(taken).toEqual([])
    putRecordBatch(aPut(aRecord(RECORD_BYTES_MAX)), streams)
    expect(taken.map(({ length }) => length)).toEqual([RECORD_BYTES_MAX])
  })

  it(firehoseRules.batchBytes.text, () => {
    const half = RECORD_BYTES_MAX
    const full = [half, half, half, half, PUT_BYTES_MAX - 4 * half].map(aRecord)

    const over = () => putRecordBatch(aPut(...full, aRecord()), onStream())

    expect(putRecordBatch(aPut(...full), onStream()).FailedPutCount).toBe(0)
    expect(over).toThrow(
      expect.objectContaining({
        type: 'InvalidArgumentException',
        message: 'Records size exceeds 4 MB limit',
      }),
    )
  })

  it.each([
    [{}, 'ValidationException'],
    [{ Data: null }, 'ValidationException'],
    ['text', 'ValidationException'],
    [{ Data: 'no base64' }, 'SerializationException'],
    [{ Data: 7 }, 'SerializationException'],
  ])(`${firehoseRules.dataRequired.text} (%j)`, (record, type) => {
    const put = () => putRecordBatch(aPut(aRecord(), record), onStream())

    expect(put).toThrow(expect.objectContaining({ type }))
  })

  it(firehoseRules.unknownStream.text, () => {
    const put = (DeliveryStreamName?: string) => () =>
      putRecordBatch({ DeliveryStreamName, Records: [aRecord()] }, onStream())

    expect(put('other')).toThrow(expect.objectContaining({ type: 'ResourceNotFoundException' }))
    expect(put('o/thers')).toThrow(expect.objectContaining({ type: 'ValidationException' }))
    expect(put()).toThrow(expect.objectContaining({ type: 'ValidationException' }))
  })

  it(firehoseRules.recordsAlone.text, () => {
    const taken: Uint8Array[] = []
    const stream = aStream(taken)
    const records = [aRecord(1), aRecord(2), aRecord(3)]

    const reply = putRecordBatch(aPut(...records), onStream({ stream, refused: [false, true] }))

    expect(reply).toEqual({
      FailedPutCount: 1,
      Encrypted: false,
      RequestResponses: [
        { RecordId: expect.any(String) },
        { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' },
        { RecordId: expect.any(String) },
      ],
    })
    expect(taken.map(({ length }) => length)).toEqual([1, 3])
  })
})

describe('putRecord', () => {
  it(firehoseRules.putRecord.text, () => {
    const taken: Uint8Array[] = []
    const input = { DeliveryStreamName: 'orders', Record: aRecord(5) }

    const reply = putRecord(input, onStream({ stream: aStream(taken) }))
    const full = () => putRecord(input, onStream({ stream: { ...aStream(), put: () => false } }))

    expect(reply).toEqual({ RecordId: expect.any(String), Encrypted: false })
    expect(taken).toEqual([Buffer.alloc(5)])
    expect(full).toThrow(
      expect.objectContaining({ type: 'ServiceUnavailableException', status: 503 }),
    )
  })
})

describe('the bound of what is kept', () => {
  it('is above what one call can bring', () => {
    expect(KEPT_BYTES_MAX).toBeGreaterThan(PUT_BYTES_MAX)
  })
})
