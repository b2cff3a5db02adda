import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  onTestFinished,
} from 'vitest'
import { createOpenSearchIndex } from '../../shared/adapters/opensearch-search-index.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { aChangeEvent, aMessage, anOrder } from '../../test/builders/change-event.ts'
import { ProjectorUnderTest } from '../../test/builders/projector.ts'
import {
  connect,
  makeIndex,
  orderIn,
  readDocument,
  removeIndex,
} from '../../test/builders/search-engine.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { type EngineProxy, type Exchange, startEngineProxy } from '../../test/fakes/engine-proxy.ts'
import { sendJson } from '../../test/fakes/http-server.ts'

const BULK = '/_bulk'
const MGET = '/_mget'

describe('the search projector on an OpenSearch that fails in part', () => {
  const { opensearch: endpoint } = inject('engines')
  const index = uniqueName('failing')
  let proxy: EngineProxy
  let projector: ProjectorUnderTest
  beforeAll(async () => {
    await makeIndex(await connect(endpoint), orderIn(index))
  })
  beforeEach(async () => {
    proxy = await startEngineProxy(endpoint)
    onTestFinished(() => proxy.stop())
    const searchIndex = createOpenSearchIndex(await connect(proxy.url))
    projector = new ProjectorUnderTest(searchIndex, [orderIn(index)])
  })
  afterAll(() => removeIndex(endpoint, index))

  const aChange = (id: string, sequenceNumber: string, total: unknown = 1): QueueMessage =>
    aMessage(aChangeEvent({ id, sequenceNumber, after: anOrder({ total: total as number }) }))
  const aBatch = (test: string) => ['1', '2', '3'].map((id) => aChange(`${test}-${id}`, FIRST))
  const deliver = async (messages: readonly QueueMessage[]) => {
    const back = await projector.deliver(messages)
    const { applied, tied, stale, duplicate, poison, retryable, unknown } =
      projector.log.lines.at(-1)?.fields ?? {}
    return { back, counts: { applied, tied, stale, duplicate, poison, retryable, unknown } }
  }
  const counts = (told: object) => ({
    ...{ applied: 0, tied: 0, stale: 0, duplicate: 0, poison: 0, retryable: 0, unknown: 0 },
    ...told,
  })
  const stored = (id: string) => readDocument(endpoint, `${index}-write`, id)

  const FIRST = '400000000008367680596'
  const TIED = '400000000008367680597'

  it('brings back the one item that was throttled, and applies it then', async () => {
    const batch = aBatch('throttled')
    proxy.interfere(BULK, throttleSecond)

    const first = await deliver(batch)
    proxy.relent()
    const second = await deliver(first.back)

    expect(first).toEqual({ back: [batch[1]], counts: counts({ applied: 2, retryable: 1 }) })
    expect(second).toEqual({ back: [], counts: counts({ applied: 1 }) })
    expect(await stored('throttled-2')).not.toBeNull()
  })

  it('brings all back when the whole request is answered 503, and applies them then', async () => {
    const batch = aBatch('unavailable')
    proxy.interfere(BULK, ({ response }) => sendJson(response, 503, {}))

    const first = await deliver(batch)
    proxy.relent()
    const second = await deliver(first.back)

    expect(first).toEqual({ back: batch, counts: counts({ retryable: 3 }) })
    expect(second).toEqual({ back: [], counts: counts({ applied: 3 }) })
  })

  it('finds what was applied before the connection was cut as duplicates', async () => {
    const batch = aBatch('cut')
    proxy.interfere(BULK, cutAfterwards)

    const first = await deliver(batch)
    proxy.relent()
    const second = await deliver([...first.back, aChange('cut-4', FIRST)])

    expect(first).toEqual({ back: batch, counts: counts({ retryable: 3 }) })
    expect(second).toEqual({ back: [], counts: counts({ applied: 1, duplicate: 3 }) })
  })

  it('finds a tie that was written before the connection was cut as a duplicate', async () => {
    await deliver([aChange('tied', FIRST, 1)])
    const tie = aChange('tied', TIED, 2)
    proxy.interfere(BULK, async (exchange) => {
      const isTie = exchange.request.body.includes('"if_seq_no"')
      if (isTie) await cutAfterwards(exchange)
      else exchange.response.end(await exchange.forward())
    })

    const first = await deliver([tie])
    proxy.relent()
    const second = await deliver(first.back)

    expect(first).toEqual({ back: [tie], counts: counts({ retryable: 1 }) })
    expect(second).toEqual({ back: [], counts: counts({ duplicate: 1 }) })
    expect(await stored('tied')).toMatchObject({ version: '4097', source: { total: 2 } })
  })

  it.each([
    ['is answered 503', ({ response }: Exchange) => sendJson(response, 503, {})],
    ['is cut off', ({ cut }: Exchange) => cut()],
    ['answers no JSON', ({ response }: Exchange) => void response.end('<html>')],
  ])('brings back only those in conflict when asking what is stored %s', async (how, spoil) => {
    await deliver([aChange(how, FIRST, 1)])
    const tie = aChange(how, TIED, 2)
    proxy.interfere(MGET, spoil)

    const first = await deliver([aChange(`${how}-else`, FIRST), tie])
    proxy.relent()
    const second = await deliver(first.back)

    expect(first.back).toEqual([tie])
    expect(first.counts.applied).toBe(1)
    expect(second).toEqual({ back: [], counts: counts({ applied: 1, tied: 1 }) })
    expect(await stored(how)).toMatchObject({ source: { total: 2 } })
  })

  it('dead-letters a document that the mapping refuses, and applies its good neighbours', async () => {
    const refused = aChange('refused-2', FIRST, 'no number')

    const first = await deliver([aChange('refused-1', FIRST), refused, aChange('refused-3', FIRST)])

    expect(first).toEqual({ back: [], counts: counts({ applied: 2, poison: 1 }) })
    expect(projector.deadLetters.letters.map(({ body }) => body)).toEqual([refused.body])
  })
})

/** Keeps the second document of a bulk request from the engine and says that its queue was full. */
async function throttleSecond({ request, response, forward }: Exchange): Promise<void> {
  const lines = request.body.split('\n')
  const answer = JSON.parse(await forward(lines.toSpliced(2, 2).join('\n')))
  const error = { type: 'rejected_execution_exception', reason: 'queue is full' }
  const items = answer.items.toSpliced(1, 0, { index: { status: 429, error } })
  response.end(JSON.stringify({ ...answer, errors: true, items }))
}

async function cutAfterwards({ forward, cut }: Exchange): Promise<void> {
  await forward()
  cut()
}
