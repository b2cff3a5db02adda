import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { Image } from '../../shared/change-event/change-event.ts'
import type { SearchIndex } from '../../shared/search/search-index.ts'
import {
  aChangeEvent,
  aMessage,
  anOrder,
  type ChangeWish,
} from '../../test/builders/change-event.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import {
  connect,
  countHits,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
  searchIds,
} from '../../test/builders/search-engine.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'

const aChange = (id: string, counter: number, wish: ChangeWish = {}) =>
  aMessage(aChangeEvent({ id, counter, after: anOrder({ total: counter }), ...wish }))

/** A row for a table of tests, under the beginning of its name. */
const toNamed = (name: string) => [JSON.stringify(name.slice(0, 10)), name] as const

describe('the search projector on OpenSearch', () => {
  const { opensearch: endpoint } = inject('engines')
  const index = uniqueName('projected')
  let searchIndex: SearchIndex
  let projector: ProjectorUnderTest
  beforeAll(async () => {
    const client = await connect(endpoint)
    await makeIndex(client, orderIn(index))
    searchIndex = createOpenSearchIndex(client)
  })
  beforeEach(() => {
    projector = new ProjectorUnderTest(searchIndex, [orderIn(index)])
  })
  afterAll(() => removeIndex(endpoint, index))
  const stored = (id: string) => readDocument(endpoint, `${index}-write`, id)

  it('does not bring a removed item back by an older change that comes late', async () => {
    await projector.deliver([aChange('removed', 1, { op: 'insert' })])
    await projector.deliver([aChange('removed', 3, { op: 'remove' })])

    const back = await projector.deliver([aChange('removed', 2)])

    expect(back).toEqual([])
    expect(await stored('removed')).toMatchObject({
      version: '3072',
      source: { _cdc: { deleted: true } },
    })
    expect(await searchIds(endpoint, index)).not.toContain('removed')
  })

  it('shows an item again that was made anew after its removal', async () => {
    await projector.deliver([aChange('again', 1), aChange('again', 2, { op: 'remove' })])

    await projector.deliver([aChange('again', 3, { op: 'insert' })])

    expect(await searchIds(endpoint, index)).toContain('again')
  })

  it('sends what the mapping refuses to the DLQ and applies its neighbours', async () => {
    const poison = aChange('refused', 1, { after: anOrder({ total: 'a private value' }) })

    const back = await projector.deliver([aChange('n1', 1), poison, aChange('n2', 1)])

    expect(back).toEqual([])
    expect(projector.deadLetters.letters).toEqual([
      {
        body: poison.body,
        code: 'document.mapping_refused',
        message: 'mapper_parsing_exception: failed to parse field [total] of type [double]',
      },
    ])
    expect(JSON.stringify(projector.log.lines)).not.toContain('private')
    expect([await stored('n1'), await stored('refused'), await stored('n2')]).toEqual([
      expect.objectContaining({ version: '1024' }),
      null,
      expect.objectContaining({ version: '1024' }),
    ])
  })

  it.each([
    ['text', '100000000000000000000'],
    ['a number', 1e20],
  ])(
    'keeps whole numbers beyond 64 bits that came as %s, and indexes those within',
    async (_, large) => {
      const line = { sku: 'KB-87', name: 'Keyboard', unitPrice: 1 }
      const items = [
        { ...line, quantity: large },
        { ...line, quantity: 7 },
      ]
      const id = `large-${typeof large}`
      const after = anOrder({ items, expiresAt: large, orderId: id })

      const back = await projector.deliver([aChange(id, 1, { after })])

      expect([back, projector.deadLetters.letters]).toEqual([[], []])
      expect(await stored(id)).toMatchObject({ source: { items, expiresAt: large } })
      const within = { nested: { path: 'items', query: { term: { 'items.quantity': 7 } } } }
      const query = { bool: { filter: [{ term: { orderId: id } }, within] } }
      expect(await countHits(endpoint, index, query)).toBe(1)
    },
  )

  it.each(['', 'a..b', '.a', 'city.zip', '__proto__', 'x'.repeat(50_000)].map(toNamed))(
    'refuses no item for an attribute in a map or a list that nobody declared: %s',
    async (_, name) => {
      const [line = {}] = [anOrder().items].flat() as Image[]
      const after = anOrder({
        shippingAddress: { city: 'Lodz', postcode: '90****', country: 'PL', [name]: 1 },
        items: [{ ...line, [name]: 2 }],
      })
      const id = `named ${name.slice(0, 10)}`

      const back = await projector.deliver([aChange(id, 1, { after })])

      expect([back, projector.deadLetters.letters]).toEqual([[], []])
      expect(await stored(id)).toMatchObject({
        source: {
          items: [line],
          _other: { shippingAddress: { [name]: 1 }, items: [{ [name]: 2 }] },
        },
      })
    },
  )

  it('keeps an item whose id is too long for an index under the hash of its id', async () => {
    const id = `CUSTOMER#c|ORDER#${'x'.repeat(600)}`

    await projector.deliver([aChange(id, 1), aChange(`${id}y`, 1)])

    const ids = await searchIds(endpoint, index)
    expect(ids.filter((one) => one.startsWith('sha256-'))).toHaveLength(2)
  })
})

describe('the search projector on an engine in trouble', () => {
  let server: HttpServer
  afterEach(() => server.stop())

  const projectorOn = async (answer: Parameters<typeof startHttpServer>[0]) => {
    server = await startHttpServer((request, response) => {
      if (request.method === 'POST') return answer(request, response)
      const lineages = [aChangeEvent().position]
      const _meta = { codec: 'aws-20-10-1', lineages }
      return sendJson(response, 200, { 'orders-000001': { mappings: { _meta } } })
    })
    const client = await connect(server.url, 300)
    return new ProjectorUnderTest(createOpenSearchIndex(client), [orderIn('orders')])
  }

  it('brings back, later, only the item that was throttled', async () => {
    const projector = await projectorOn((_, response) =>
      sendJson(response, 200, {
        items: [{ index: { status: 201 } }, { index: { status: 429 } }, { index: { status: 201 } }],
      }),
    )
    const throttled = aChange('b', 1)

    const reply = await projector.invoke([aChange('a', 1), throttled, aChange('c', 1)])

    expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: throttled.messageId }] })
    expect(projector.redelivery.delayed).toEqual([
      { receiptHandle: throttled.receiptHandle, delaySeconds: 4 },
    ])
  })

  it.each([
    ['is answered 503', (response: Parameters<typeof sendJson>[0]) => sendJson(response, 503, {})],
    ['gets no answer in time', () => undefined],
    ['is cut off', (response: Parameters<typeof sendJson>[0]) => response.socket?.destroy()],
  ])('brings all back, later, when the request %s', async (_, answer) => {
    const projector = await projectorOn((_request, response) => {
      answer(response)
    })
    const batch = [aChange('a', 1), aChange('b', 1)]

    expect(await projector.deliver(batch)).toEqual(batch)
    expect(projector.redelivery.delayed).toHaveLength(2)
    expect(projector.deadLetters.letters).toEqual([])
  })

  it('brings all back when the engine is down from the start', async () => {
    const projector = await projectorOn(() => undefined)
    await server.stop()
    const batch = [aChange('a', 1), aChange('b', 1)]

    expect(await projector.deliver(batch)).toEqual(batch)
  })
})
