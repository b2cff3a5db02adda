import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { order } from '../../entities/order.ts'
import { createEnricher } from '../../services/enrichment/enrich.ts'
import { aSequence } from '../../test/builders/change-event.ts'
import { aPositionLetter } from '../../test/builders/dead-letters.ts'
import { aLetter } from '../../test/builders/letter.ts'
import { anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { MemorySearchIndex } from '../../test/fakes/memory-search-index.ts'
import type { ChangeEvent } from '../change-event/change-event.ts'
import { RetryableError } from '../errors/pipeline-error.ts'
import { padSequenceNumber } from '../ordering/index.ts'
import { readParkedLetter } from './read-parked-letter.ts'
import { readPositionLetter } from './read-position-letter.ts'
import { createParkedRoute, createPositionRoute, type StreamReader } from './record-route.ts'

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000'
const aPosition = (first: string, last = first) =>
  readPositionLetter(
    aLetter({
      body: aPositionLetter({ streamArn: ARN, shardId: 's', first, last, batchSize: 3 }),
    }),
  )
const POSITION = aPosition(aSequence(1), aSequence(9))
const INDEX = order.search.index
const BROKEN = aSourceRecord({ after: anOrder({ status: { S: 'lost' } }) })

function parts(refusals: readonly string[] = []) {
  const put: ChangeEvent[] = []
  const searchIndex = new MemorySearchIndex()
  const enrich = createEnricher({ definitions, tokenKey: { keyId: 'k1', key: 'x'.repeat(16) } })
  return {
    put,
    searchIndex,
    states: { definitions, layout: 'aws', searchIndex, forgottenBeforeMs: 0 } as const,
    enrichment: {
      look: async (records: readonly unknown[]) => records.map(enrich),
      run: async (records: readonly unknown[]) => records.flatMap((one) => enrich(one).event ?? []),
    },
    bus: {
      put: async (events: readonly ChangeEvent[]) => {
        put.push(...events)
        return refusals
      },
    },
  }
}

function aParked(record: unknown) {
  return readParkedLetter(
    aLetter({ body: JSON.stringify({ code: 'image.schema_invalid', message: 'no', record }) }),
  )
}

describe('a parked record', () => {
  it('that fits its definition now goes to the bus', async () => {
    const options = parts()

    const [judged] = await createParkedRoute(options).judge([aParked(aSourceRecord())])
    await judged?.send?.()

    expect(judged?.verdict).toBe('applied')
    expect(options.put).toMatchObject([{ type: 'order.modified' }])
  })

  it.each([
    ['does not fit', BROKEN, { verdict: 'poison', code: 'image.schema_invalid' }],
    ['is no record', { a: 1 }, { verdict: 'poison', code: 'record.invalid' }],
    [
      'is of no entity any more',
      aSourceRecord({ keys: { pk: { S: 'x' }, sk: { S: 'y' } } }),
      { verdict: 'not_redrivable', code: 'record.ignored' },
    ],
  ])('that %s stays', async (_, record, expected) => {
    const [judged] = await createParkedRoute(parts()).judge([aParked(record)])

    expect(judged).toMatchObject(expected)
    expect(judged?.send).toBeUndefined()
  })

  it('stays when the bus refuses its event', async () => {
    const [judged] = await createParkedRoute(parts(['ThrottlingException'])).judge([
      aParked(aSourceRecord()),
    ])

    await expect(judged?.send?.()).rejects.toThrow('The bus refused: ThrottlingException.')
  })
})

describe('a position', () => {
  const stream = (records: readonly unknown[]): StreamReader => ({
    readRange: async () => ({ records }),
  })

  it('goes with all records that the stream still has, but for those that no sink wants', async () => {
    const options = parts()
    const expired = aSourceRecord({ op: 'REMOVE', expired: true })
    const route = createPositionRoute({
      ...options,
      stream: stream([aSourceRecord(), expired, BROKEN]),
    })

    const [judged] = await route.judge([POSITION])
    await judged?.send?.()

    expect(judged).toMatchObject({
      verdict: 'applied',
      reason: expect.stringMatching(/^3 records, 1 would be parked, 1 that no sink wants/),
    })
    expect(options.put.map(({ type }) => type)).toEqual(['order.modified', 'order.parked'])
  })

  it('says what the index would do with its records', async () => {
    const record = aSourceRecord()
    const stream = { readRange: async () => ({ records: [record] }) }
    const reasonNow = async (options: ReturnType<typeof parts>) =>
      (await createPositionRoute({ ...options, stream }).judge([POSITION]))[0]?.reason
    const options = parts()
    const [event] = await options.enrichment.run([record])
    if (event === undefined) throw new Error('no event')
    const { table, stream: label, sequenceNumber } = event.position

    expect(await reasonNow(options)).toBe('1 record, the index cannot be asked now')
    options.searchIndex.setContract(INDEX, { codec: 'aws-20-10-1', lineages: [] })
    expect(await reasonNow(options)).toBe(
      '1 record, 1 that the index would not take: lineage.unknown',
    )
    const lineages = [{ table, stream: label }]
    options.searchIndex.setContract(INDEX, { codec: 'aws-20-10-1', lineages })
    expect(await reasonNow(options)).toBe('1 record')
    const _cdc = { table, stream: label, seq: padSequenceNumber(sequenceNumber) }
    await options.searchIndex.write([{ index: INDEX, id: event.id, version: 5n, source: { _cdc } }])
    expect(await reasonNow(options)).toBe(
      '1 record, 1 that the index holds already, or something newer',
    )
  })

  it('does not wait for an index again that did not answer', async () => {
    let asked = 0
    const options = parts()
    const states = {
      ...options.states,
      searchIndex: {
        ...options.searchIndex,
        readStates: async () => [],
        readContract: async () => {
          asked += 1
          throw new RetryableError('index.timeout', 'no answer')
        },
      },
    }
    const stream = { readRange: async () => ({ records: [aSourceRecord()] }) }

    const judged = await createPositionRoute({ ...options, states, stream }).judge(
      Array.from({ length: 30 }, () => POSITION),
    )

    expect(asked).toBe(1)
    expect(judged.map(({ reason }) => reason)).toEqual(
      judged.map(() => '1 record, the index cannot be asked now'),
    )
  })

  it.each([
    ['of another layout', '000000000000000000007'],
    ['too short', '7'],
    ['too long', '9'.repeat(40)],
  ])('whose number is %s is not asked for', async (_, number) => {
    const unasked: StreamReader = {
      readRange: async () => {
        throw new Error('InternalFailure')
      },
    }

    const route = createPositionRoute({ ...parts(), stream: unasked })

    expect(await route.judge([aPosition(number), aPosition(aSequence(1), number)])).toMatchObject(
      [1, 2].map(() => ({ verdict: 'not_redrivable', code: 'stream.position_invalid' })),
    )
  })

  it('that does not say when its records came says what was lost all the same', async () => {
    const trimmed = { readRange: async () => ({ lost: 'stream.trimmed' }) }
    const DDBStreamBatchInfo = {
      ...{ streamArn: ARN, shardId: 's', batchSize: 1 },
      ...{ startSequenceNumber: aSequence(1), endSequenceNumber: aSequence(1) },
    }
    const body = JSON.stringify({ context: { condition: 'RecordAgeExceeded' }, DDBStreamBatchInfo })
    const read = readPositionLetter(aLetter({ body }))

    const [judged] = await createPositionRoute({ ...parts(), stream: trimmed }).judge([read])

    expect(judged?.reason).toBe('lost are changes of orders: verify and backfill it')
  })

  it('that is trimmed stays, and names what was lost and the way out', async () => {
    const trimmed = { readRange: async () => ({ lost: 'stream.trimmed' }) }

    const [judged] = await createPositionRoute({ ...parts(), stream: trimmed }).judge([POSITION])

    expect(judged).toMatchObject({
      verdict: 'not_redrivable',
      code: 'stream.trimmed',
      reason:
        'lost are changes of orders from 2026-11-21T07:26:40Z to 2026-11-21T07:26:41Z: verify and backfill it',
    })
    expect(judged?.send).toBeUndefined()
  })

  it('of a stream that does not answer stays, and the others are judged', async () => {
    let asked = 0
    const once: StreamReader = {
      readRange: async () => {
        asked += 1
        if (asked === 1) throw new Error('with a value in it')
        return { records: [] }
      },
    }

    const judged = await createPositionRoute({ ...parts(), stream: once }).judge([
      POSITION,
      POSITION,
    ])

    expect(judged.map(({ verdict }) => verdict)).toEqual(['failed', 'applied'])
    expect(judged[0]).toMatchObject({ code: 'Error', reason: 'it was not accepted' })
  })
})
