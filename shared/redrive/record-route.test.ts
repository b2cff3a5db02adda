import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { createEnricher } from '../../services/enrichment/enrich.ts'
import { aPositionLetter } from '../../test/builders/dead-letters.ts'
import { aLetter } from '../../test/builders/letter.ts'
import { anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { MemorySearchIndex } from '../../test/fakes/memory-search-index.ts'
import type { ChangeEvent } from '../change-event/change-event.ts'
import { readParkedLetter } from './read-parked-letter.ts'
import { readPositionLetter } from './read-position-letter.ts'
import { createParkedRoute, createPositionRoute, type StreamReader } from './record-route.ts'

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000'
const POSITION = readPositionLetter(
  aLetter({
    body: aPositionLetter({ streamArn: ARN, shardId: 's', first: '1', last: '9', batchSize: 3 }),
  }),
)
const BROKEN = aSourceRecord({ after: anOrder({ status: { S: 'lost' } }) })

function parts(refusals: readonly string[] = []) {
  const put: ChangeEvent[] = []
  const enrich = createEnricher({ definitions, tokenKey: { keyId: 'k1', key: 'x'.repeat(16) } })
  return {
    put,
    states: { definitions, layout: 'aws', searchIndex: new MemorySearchIndex() } as const,
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
      reason: '3 records, 1 would be parked, 1 that no sink wants',
    })
    expect(options.put.map(({ type }) => type)).toEqual(['order.modified', 'order.parked'])
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
