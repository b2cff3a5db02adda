import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import {
  connect,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
} from '../../test/builders/search-engine.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { type Outcome, toUnknown } from '../batch/outcome.ts'
import type { Conflict, DocumentWrite, SearchIndex } from '../search/search-index.ts'
import { createOpenSearchIndex } from './opensearch-search-index.ts'

const TIMEOUT_MS = 300

const aWrite = (id: string, version = 1024n): DocumentWrite => ({
  index: 'orders',
  id,
  version,
  source: { total: 1 },
})
const writes = ['a', 'b', 'c'].map((id) => aWrite(id))
const everyone = (outcome: Outcome) => writes.map(() => outcome)

function toShort(result: Outcome | Conflict): string {
  if (result.kind === 'conflict') return `conflict ${result.storedVersion}`
  return 'code' in result ? `${result.kind} ${result.code}` : result.kind
}

describe('createOpenSearchIndex', () => {
  let server: HttpServer | undefined
  afterEach(async () => server?.stop())

  const indexBehind = async (
    answer: Parameters<typeof startHttpServer>[0],
  ): Promise<SearchIndex> => {
    server = await startHttpServer(answer)
    return createOpenSearchIndex(await connect(server.url, TIMEOUT_MS))
  }
  const answerItems = (response: ServerResponse, items: readonly object[]) =>
    sendJson(response, 200, { errors: true, items: items.map((index) => ({ index })) })

  it('writes one request of text, with versions as digits', async () => {
    const index = await indexBehind((_, response) => answerItems(response, [{ status: 201 }]))

    await index.write([aWrite('a|"b"', 2n ** 53n + 1n)])

    expect(server?.requests.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: expect.stringMatching(/^\/_bulk\?require_alias=true&/),
        body:
          '{"index":{"_index":"orders-write","_id":"a|\\"b\\"",' +
          '"version":9007199254740993,"version_type":"external"}}\n{"total":1}\n',
      },
    ])
  })

  it('asks the primary shards for what they hold now', async () => {
    const index = await indexBehind((_, response) => sendJson(response, 200, { docs: [] }))

    await index.readStates([{ index: 'orders', id: 'a' }])

    const { searchParams } = new URL(server?.requests[0]?.path ?? '', server?.url)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      preference: '_primary',
      realtime: 'true',
    })
  })

  it('takes each item of an answer on its own merits', async () => {
    const index = await indexBehind((_, response) =>
      answerItems(response, [
        { status: 201 },
        { status: 429, error: { type: 'rejected_execution_exception', reason: 'queue is full' } },
        { status: 503, error: { type: 'unavailable_shards_exception', reason: 'no primary' } },
        { status: 403, error: { type: 'cluster_block_exception', reason: 'index write (api)' } },
        {
          status: 409,
          error: {
            type: 'version_conflict_engine_exception',
            reason:
              '[current version [3]]: version conflict, current version [9223372036854775807] is higher or equal to the one provided [1]',
          },
        },
        {
          status: 409,
          error: {
            type: 'version_conflict_engine_exception',
            reason:
              '[a]: version conflict, required seqNo [1], primary term [1]. current document has seqNo [2] and primary term [1]',
          },
        },
        { status: 409, error: { type: 'another_exception', reason: 'else' } },
        { status: 400, error: { type: 'strict_dynamic_mapping_exception', reason: 'x' } },
        { status: 400, error: { type: 'illegal_argument_exception', reason: 'x' } },
        {
          status: 400,
          error: {
            type: 'illegal_argument_exception',
            reason: 'no write index is defined for alias [x]',
          },
        },
        {
          status: 400,
          error: {
            type: 'illegal_argument_exception',
            reason: 'Document contains at least one immense term in field="status" (whose ...',
          },
        },
        { status: 400, error: { type: 'index_closed_exception', reason: 'closed' } },
        { status: 400, error: { type: 'illegal_state_exception', reason: 'x' } },
        { status: 400 },
        { status: 418 },
        {},
      ]),
    )

    const outcomes = await index.write('abcdefghijklmnop'.split('').map((id) => aWrite(id)))

    expect(outcomes.map(toShort)).toEqual([
      'applied',
      'retryable index.throttled',
      'retryable index.unavailable',
      'retryable index.blocked',
      'conflict 9223372036854775807',
      'conflict null',
      'unknown internal.unclassified',
      'poison document.mapping_refused',
      'unknown internal.unclassified',
      'retryable index.no_write_index',
      'poison document.refused',
      'retryable index.closed',
      'unknown internal.unclassified',
      'unknown internal.unclassified',
      'unknown internal.unclassified',
      'unknown internal.unclassified',
    ])
  })

  it.each([
    [429, 'index.throttled'],
    [500, 'index.unavailable'],
    [503, 'index.unavailable'],
    [401, 'index.access_denied'],
    [403, 'index.access_denied'],
  ])('makes every document retryable when the request is answered %i', async (status, code) => {
    const index = await indexBehind((_, response) => sendJson(response, status, { error: 'x' }))

    expect(await index.write(writes)).toEqual(everyone({ kind: 'retryable', code }))
    expect(server?.requests).toHaveLength(1)
  })

  it('asks once and gives up in its time when no answer comes', async () => {
    const index = await indexBehind(() => undefined)

    expect(await index.write(writes)).toEqual(
      everyone({ kind: 'retryable', code: 'index.timeout' }),
    )
    expect(server?.requests).toHaveLength(1)
  })

  it('makes every document retryable when the connection is cut', async () => {
    const index = await indexBehind((_, response) => response.socket?.destroy())

    const outcomes = await index.write(writes)

    expect(outcomes).toEqual(everyone({ kind: 'retryable', code: 'index.unreachable' }))
  })

  it('makes every document retryable when nothing listens', async () => {
    const index = await indexBehind(() => undefined)
    await server?.stop()

    const outcomes = await index.write(writes)

    expect(outcomes).toEqual(everyone({ kind: 'retryable', code: 'index.unreachable' }))
  })

  it.each([
    ['is no JSON', (response: ServerResponse) => response.end('<html>')],
    [
      'is broken off',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":['),
    ],
    [
      'stalls in its middle',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"items":['),
    ],
    [
      'has another number of items',
      (response: ServerResponse) => answerItems(response, [{ status: 201 }]),
    ],
  ])('believes nothing of an answer that %s', async (_, answer) => {
    const index = await indexBehind((_, response) => answer(response))

    const outcomes = await index.write(writes)

    expect(outcomes.every(({ kind }) => kind === 'retryable' || kind === 'unknown')).toBe(true)
  })

  it('halves a request that is too large until each document is judged alone', async () => {
    const index = await indexBehind(({ body }, response) => {
      const lines = body.trimEnd().split('\n')
      const isTooLarge = lines.length > 2 || body.includes('"_id":"b"')
      if (isTooLarge) response.writeHead(413).end()
      else answerItems(response, [{ status: 201 }])
    })

    expect((await index.write(writes)).map(({ kind }) => kind)).toEqual([
      'applied',
      'poison',
      'applied',
    ])
  })

  it('begins no further request when there is no time: what is left comes back', async () => {
    const index = await indexBehind((_, response) => response.writeHead(413).end())

    const outcomes = await index.write(writes, () => server?.requests.length === 1)

    expect(server?.requests).toHaveLength(2)
    expect(outcomes).toEqual(everyone({ kind: 'retryable', code: 'batch.no_time' }))
  })

  it('does not take a request that the domain itself refuses for a bad document', async () => {
    const refused = { error: { type: 'illegal_argument_exception', reason: 'explicit index' } }
    const index = await indexBehind((_, response) => sendJson(response, 400, refused))

    const outcomes = await index.write(writes)

    expect(outcomes).toEqual(
      everyone(toUnknown('ResponseError, status 400, illegal_argument_exception')),
    )
  })

  it('rejects with a retryable error when the contract cannot be asked for', async () => {
    const index = await indexBehind((_, response) => sendJson(response, 503, {}))

    await expect(index.readContract('orders')).rejects.toMatchObject({ code: 'index.unavailable' })
  })

  describe('on OpenSearch', () => {
    const { opensearch: endpoint } = inject('engines')

    it('waits for an index that someone has closed', async () => {
      const name = uniqueName('closed-orders')
      onTestFinished(() => removeIndex(endpoint, name))
      const client = await connect(endpoint)
      await makeIndex(client, orderIn(name))
      const index = createOpenSearchIndex(client)
      const write = { ...aWrite('a'), index: name }

      await client.indices.close({ index: `${name}-000001` })
      const closed = await index.write([write])
      await client.indices.open({ index: `${name}-000001` })
      const opened = await index.write([write])

      expect(closed).toEqual([{ kind: 'retryable', code: 'index.closed' }])
      expect(opened).toEqual([{ kind: 'applied' }])
    })

    it('quotes no value of a refused document', async () => {
      const name = uniqueName('refused-orders')
      onTestFinished(() => removeIndex(endpoint, name))
      const client = await connect(endpoint)
      await makeIndex(client, orderIn(name))
      const index = createOpenSearchIndex(client)
      const bad = (id: string, source: DocumentWrite['source']) => ({
        ...aWrite(id),
        index: name,
        source,
      })

      const outcomes = await index.write([
        bad('a', { total: 'private' }),
        bad('b', { createdAt: 'private' }),
        bad('c', { status: { private: 'private' } }),
        bad('d', { items: [{ unitPrice: 'private' }] }),
        bad('e', { shippingAddress: 'private' }),
        bad('f', { items: ['private'] }),
        bad('g', { updatedAt: '9'.repeat(30) }),
        bad('h', { 'pri..vate': 1 }),
        bad('i'.repeat(600), { total: 1 }),
        bad('j', { total: 1 }),
      ])

      const kinds = outcomes.map(({ kind }) => kind)
      expect(kinds).toEqual([...Array.from({ length: 9 }, () => 'poison'), 'applied'])
      expect(JSON.stringify(outcomes)).not.toMatch(/pri|999|iii/)
      expect(outcomes[0]).toEqual({
        kind: 'poison',
        code: 'document.mapping_refused',
        message: 'mapper_parsing_exception: failed to parse field [total] of type [double]',
      })
      expect(await readDocument(endpoint, `${name}-write`, 'j')).not.toBeNull()
    })
  })
})
