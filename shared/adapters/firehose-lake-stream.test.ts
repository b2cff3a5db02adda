import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type HttpRequest, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { createFirehoseLakeStream } from './firehose-lake-stream.ts'

interface Answer {
  readonly status?: number
  readonly body: unknown
}

const KIB = 1024

/** A client of a Firehose that answers so, and what it was sent. */
async function connect(answer: (records: readonly string[]) => Answer) {
  const server = await startHttpServer(({ body }, response) => {
    const { status = 200, body: reply } = answer(recordsOf(body))
    sendJson(response, status, reply)
  })
  const client = new FirehoseClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await server.stop()
  })
  const stream = createFirehoseLakeStream(client, 'lake')
  const put = (lines: readonly string[]) => stream.put(lines.map((line) => Buffer.from(line)))
  return { client, put, requests: server.requests }
}

function recordsOf(body: string): readonly string[] {
  const { Records } = JSON.parse(body) as { Records: { Data: string }[] }
  return Records.map(({ Data }) => Buffer.from(Data, 'base64').toString())
}

const takeAll = (records: readonly unknown[]): Answer => ({
  body: { FailedPutCount: 0, RequestResponses: records.map(() => ({ RecordId: 'r' })) },
})
const sizesOf = (requests: readonly HttpRequest[]) =>
  requests.map(({ body }) => recordsOf(body).length).sort((a, b) => b - a)
const kinds = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind)

describe('createFirehoseLakeStream', () => {
  it('sends what the client itself would send and sign', async () => {
    const { client, put, requests } = await connect(takeAll)
    const lines = ['{"a":"é😀"}\n', '{"b":1}\n', '']

    await put(lines)
    const Records = lines.map((line) => ({ Data: Buffer.from(line) }))
    await client.send(new PutRecordBatchCommand({ DeliveryStreamName: 'lake', Records }))

    const [ours, theirs] = requests
    expect(ours?.body).toBe(theirs?.body)
    for (const name of ['x-amz-content-sha256', 'content-length', 'content-type', 'x-amz-target']) {
      expect(ours?.headers[name]).toEqual(expect.any(String))
      expect(ours?.headers[name]).toBe(theirs?.headers[name])
    }
  })

  it('fills calls to 500 records', async () => {
    const { put, requests } = await connect(takeAll)

    await put(Array.from({ length: 1_203 }, () => 'a\n'))

    expect(sizesOf(requests)).toEqual([500, 500, 203])
  })

  it('fills calls to 4 MiB, counted in bytes', async () => {
    const { put, requests } = await connect(takeAll)
    const kib = (count: number) => 'é'.repeat((count * KIB) / 2)

    await put([kib(1_000), kib(1_000), kib(1_000), kib(1_000), kib(96), 'a'])

    expect(sizesOf(requests)).toEqual([5, 1])
  })

  it('answers each record by its own code', async () => {
    const codes = [undefined, 'ServiceUnavailableException', 'InternalFailure', 'Another']
    const { put } = await connect(() => ({
      body: { FailedPutCount: 3, RequestResponses: codes.map((ErrorCode) => ({ ErrorCode })) },
    }))

    expect(await put(['a', 'b', 'c', 'd'])).toMatchObject([
      { kind: 'applied' },
      { kind: 'retryable', code: 'lake.throttled' },
      { kind: 'retryable', code: 'lake.unavailable' },
      { kind: 'unknown', message: 'record Another' },
    ])
  })

  it('takes nothing for done by an answer that is not whole', async () => {
    const { put } = await connect(() => ({ body: { RequestResponses: [{ RecordId: 'r' }] } }))

    expect(await put(['a', 'b'])).toEqual([
      { kind: 'retryable', code: 'lake.answer_incomplete' },
      { kind: 'retryable', code: 'lake.answer_incomplete' },
    ])
  })

  it('answers for the calls that failed and no others', async () => {
    const { put } = await connect((records) =>
      records.includes('bad\n')
        ? { status: 503, body: { __type: 'ServiceUnavailableException' } }
        : takeAll(records),
    )

    const outcomes = await put([...Array.from({ length: 500 }, () => 'a\n'), 'bad\n', 'b\n'])

    expect(new Set(kinds(outcomes.slice(0, 500)))).toEqual(new Set(['applied']))
    expect(outcomes.slice(500)).toEqual([
      { kind: 'retryable', code: 'lake.unavailable' },
      { kind: 'retryable', code: 'lake.unavailable' },
    ])
  })

  it.each([
    [400, 'InvalidArgumentException'],
    [400, 'ValidationException'],
    [413, 'RequestEntityTooLarge'],
  ])(
    'hands a call over in halves that is refused for what is in it: %i %s',
    async (status, type) => {
      const { put, requests } = await connect((records) =>
        records.includes('bad\n') ? { status, body: { __type: type } } : takeAll(records),
      )

      const outcomes = await put(['a\n', 'b\n', 'bad\n', 'c\n'])

      expect(kinds(outcomes)).toEqual(['applied', 'applied', 'unknown', 'applied'])
      expect(sizesOf(requests)).toEqual([4, 2, 2, 1, 1])
    },
  )

  it('says that nothing answers, and does not reject', async () => {
    const client = new FirehoseClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    })

    const outcomes = await createFirehoseLakeStream(client, 'lake').put([Buffer.from('a')])

    expect(outcomes).toEqual([{ kind: 'retryable', code: 'lake.unreachable' }])
  })
})
