import { FirehoseClient, PutRecordBatchCommand, PutRecordCommand } from '@aws-sdk/client-firehose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chaos, createChaos } from '../chaos/chaos.ts'
import { systemClock } from '../clock.ts'
import { startTestGateway, type TestGateway } from '../gateway/a-gateway.ts'
import {
  startTestDeliveryStream,
  type TestDeliveryStream,
} from '../resources/firehose-delivery-stream/a-delivery-stream.ts'
import { PUT_RECORDS_MAX } from '../resources/firehose-delivery-stream/limits.ts'
import { firehoseRules } from '../resources/firehose-delivery-stream/rules.ts'
import { type ModelEndpoints, startModelEndpoints } from './model-endpoints.ts'

const STREAM = { DeliveryStreamName: 'orders' }
const STREAM_ARN = 'arn:aws:firehose:eu-west-1:000000000000:deliverystream/orders'

let test: TestDeliveryStream
let endpoints: ModelEndpoints
let gateway: TestGateway
let firehose: FirehoseClient
let chaos: Chaos

beforeEach(async () => {
  chaos = createChaos(systemClock)
  test = await startTestDeliveryStream()
  endpoints = await startModelEndpoints({
    buses: new Map(),
    secrets: new Map(),
    pipes: new Map(),
    mappings: new Map(),
    deliveryStreams: new Map([[test.stream.arn, test.stream]]),
    chaos,
    time: { jump: () => undefined, jumpedMs: () => 0 },
    now: Date.now,
  })
  gateway = await startTestGateway({ firehose: endpoints.url })
  firehose = new FirehoseClient(gateway.client)
})

afterEach(async () => {
  firehose.destroy()
  await gateway[Symbol.asyncDispose]()
  await endpoints.stop()
  await test[Symbol.asyncDispose]()
})

function aRecord(id: number | string) {
  const text = `${JSON.stringify({ entity: 'order', time: '2026-11-21T00:00:00Z', id })}\n`
  return { Data: Buffer.from(text) }
}

describe('Firehose, by its client', () => {
  it('takes a batch and a record, and delivers both', async () => {
    const batch = new PutRecordBatchCommand({ ...STREAM, Records: [aRecord('€'), aRecord(2)] })

    const { FailedPutCount, RequestResponses = [] } = await firehose.send(batch)
    const { RecordId } = await firehose.send(
      new PutRecordCommand({ ...STREAM, Record: aRecord(3) }),
    )
    await test.stream.stop()

    expect([FailedPutCount, RequestResponses.length]).toEqual([0, 2])
    expect(RecordId).toEqual(expect.any(String))
    const ids = [...test.objects.values()].join('').match(/"id":[^}]+/g)
    expect(ids).toEqual(['"id":"€"', '"id":2', '"id":3'])
  })

  it('takes as much as a call may hold', async () => {
    const Records = Array.from({ length: PUT_RECORDS_MAX }, () => ({ Data: Buffer.alloc(8_388) }))

    const { FailedPutCount } = await firehose.send(
      new PutRecordBatchCommand({ ...STREAM, Records }),
    )

    expect(FailedPutCount).toBe(0)
  })

  it('gives errors that the client knows', async () => {
    const onOther = new PutRecordCommand({ DeliveryStreamName: 'other', Record: aRecord(1) })
    await expect(firehose.send(onOther)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })

    chaos.set({ firehose: { error: 1 } }, 1)
    await expect(
      firehose.send(new PutRecordCommand({ ...STREAM, Record: aRecord(1) })),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      $fault: 'server',
      $metadata: { httpStatusCode: 503 },
    })
  })

  it.each([
    [{ lostReply: 1 }, 'ServiceUnavailableException', 1],
    [{ error: 1 }, 'ServiceUnavailableException', 0],
    [{ duplicate: 1 }, undefined, 2],
  ])('on purpose, %j: says %s, and has the record %i times', async (fault, name, times) => {
    chaos.set({ firehose: fault }, 1)

    const put = await firehose
      .send(new PutRecordBatchCommand({ ...STREAM, Records: [aRecord(1)] }))
      .catch((error: Error) => error)
    await test.stream.stop()

    expect(put instanceof Error ? put.name : undefined).toBe(name)
    expect([...test.objects.values()].join('').match(/"id":/g)?.length ?? 0).toBe(times)
  })

  it('on purpose, refuses some records of a call and takes the others', async () => {
    chaos.set({ firehose: { refuse: 0.5 } }, 1)
    const Records = Array.from({ length: 100 }, (_, id) => aRecord(id))

    const put = await firehose.send(new PutRecordBatchCommand({ ...STREAM, Records }))
    await test.stream.stop()

    const refused = put.RequestResponses?.filter(({ ErrorCode }) => ErrorCode !== undefined) ?? []
    expect(refused.length).toBeGreaterThan(20)
    expect(refused.length).toBe(put.FailedPutCount)
    expect([...test.objects.values()].join('').match(/"id":/g)).toHaveLength(100 - refused.length)
  })

  it(firehoseRules.callers.text, async () => {
    gateway.denied.set('firehose:PutRecordBatch', { explicit: false })

    const putting = firehose.send(new PutRecordBatchCommand({ ...STREAM, Records: [aRecord(1)] }))

    await expect(putting).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await firehose.send(new PutRecordCommand({ ...STREAM, Record: aRecord(2) }))
    expect(gateway.asked).toEqual([
      { action: 'firehose:PutRecordBatch', resource: STREAM_ARN },
      { action: 'firehose:PutRecord', resource: STREAM_ARN },
    ])
  })
})
