import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { OUTCOMES_MESSAGE } from '../../shared/observability/tell-outcomes.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { MemoryClaims } from '../../test/fakes/memory-claims.ts'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { MemoryMetrics } from '../../test/fakes/memory-metrics.ts'
import { MemoryParkedStore } from '../../test/fakes/memory-parked-store.ts'
import { PUT_EVENTS_BYTES_MAX, REPLY_EVENTS_MAX } from './event-size.ts'
import { createEnrichmentHandler } from './handler.ts'
import type { TokenKey } from './tokenise.ts'

const TIMEOUT_MS = 60_000

function aHandler(tokenKey: () => Promise<TokenKey> = async () => ({ keyId: 'k1', key: 'x' })) {
  const parkedStore = new MemoryParkedStore()
  const claims = new MemoryClaims()
  const log = new MemoryLog()
  const metrics = new MemoryMetrics()
  const waits: number[] = []
  let now = 1_000_000
  const handle = createEnrichmentHandler({
    definitions,
    tokenKey,
    parkedStore,
    claims,
    log,
    metrics,
    clock: () => now,
    wait: async (ms) => {
      waits.push(ms)
      now += ms
    },
    random: () => 0.5,
  })
  const startedAt = now
  const context = { getRemainingTimeInMillis: () => TIMEOUT_MS - (now - startedAt) }
  return {
    handle: (records: unknown) => handle(records, context),
    ...{ parkedStore, claims, log, metrics, waits },
  }
}

const broken = (eventID = 'b-1') =>
  aSourceRecord({ eventID, after: anOrder({ status: { S: 'secret-status' } }) })

/** As large as DynamoDB takes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const ITEM_BYTES_MAX = 400 * 1024

const large = (name: string) =>
  anOrder({ items: { L: [aLine(name.padEnd(ITEM_BYTES_MAX - 1_000, '.'))] } })

describe('createEnrichmentHandler', () => {
  it('answers one event per record, in order', async () => {
    const { handle, parkedStore } = aHandler()
    const records = ['a', 'b', 'c'].map((eventID) => aSourceRecord({ eventID }))

    const events = await handle(records)

    expect(events.map(({ eventID }) => eventID)).toEqual(['a', 'b', 'c'])
    expect(parkedStore.objects.size).toBe(0)
  })

  it('parks a poison record whole, announces it, and enriches its neighbours', async () => {
    const { handle, parkedStore } = aHandler()
    const good = aSourceRecord({ eventID: 'a-1' })

    const events = await handle([good, broken(), good])

    expect(events.map(({ type }) => type)).toEqual([
      'order.modified',
      'order.parked',
      'order.modified',
    ])
    const body = parkedStore.objects.get('parked/order/b-1.json') ?? ''
    expect(JSON.parse(body)).toEqual({
      code: 'image.schema_invalid',
      message: expect.stringContaining('status'),
      cause: 'status is not one of pending, confirmed, shipped, delivered, cancelled',
      parkedBy: 'enrichment',
      record: broken(),
    })
  })

  it('parks whole a record that is nested deeper than the stack, and enriches its neighbours', async () => {
    const { handle, parkedStore } = aHandler()
    const levels = 20_000
    const deep = `${'{"L":['.repeat(levels)}${']}'.repeat(levels)}`
    const after = anOrder({ items: JSON.parse(deep) })

    const events = await handle([aSourceRecord({ eventID: 'd-1', after }), aSourceRecord()])

    expect(events.map(({ type }) => type)).toEqual(['order.parked', 'order.modified'])
    expect(parkedStore.objects.get('parked/order/d-1.json')?.includes(deep)).toBe(true)
  })

  it('logs the name and the reason of what it parks, and no value', async () => {
    const { handle, log } = aHandler()

    await handle([broken(), aSourceRecord({ after: anOrder({ phone: { S: 'secret-phone' } }) })])

    expect(log.lines).toContainEqual({
      level: 'error',
      message: 'Parked a record',
      fields: expect.objectContaining({
        code: 'image.schema_invalid',
        entity: 'order',
        parkedAs: 'parked/order/b-1.json',
        id: 'CUSTOMER#c-17|ORDER#o-204',
      }),
    })
    expect(JSON.stringify(log.lines)).not.toMatch(/secret|ada@example|High St/)
  })

  it('names each record by its eventID with what became of it', async () => {
    const { handle, log } = aHandler()
    const foreign = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'CART' } }

    await handle([
      aSourceRecord({ eventID: 'good-1' }),
      broken('bad'),
      aSourceRecord({ eventID: 'foreign', keys: foreign }),
      aSourceRecord({ eventID: 'large', after: large('Keyboard') }),
      { no: 'record' },
      aSourceRecord({ eventID: 'good-2' }),
      { eventID: 'ada@example.org' },
    ])

    const told = log.lines.filter(({ message }) => message === OUTCOMES_MESSAGE)
    expect(told.map(({ fields }) => fields)).toEqual([
      { outcome: 'enriched', eventIDs: ['good-1', 'good-2'] },
      { outcome: 'parked', code: 'image.schema_invalid', eventIDs: ['bad'] },
      { outcome: 'ignored', eventIDs: ['foreign'] },
      { outcome: 'claimed', eventIDs: ['large'] },
    ])
    expect(JSON.stringify(log.lines)).not.toContain('ada@')
  })

  it('counts what became of a batch and names a dropped attribute once', async () => {
    const { handle, log, metrics } = aHandler()
    const foreign = aSourceRecord({ keys: { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'CART' } } })
    const wide = aSourceRecord({ after: anOrder({ phone: { S: '5' } }) })

    await handle([broken(), foreign, wide, wide])

    expect(log.lines.filter(({ fields }) => fields.attribute === 'phone')).toHaveLength(1)
    expect(log.lines.at(-1)?.fields).toEqual({
      records: 4,
      events: 3,
      parked: 1,
      ignored: 1,
      claimed: 0,
      undeclared: 2,
    })
    expect(metrics.published).toMatchObject([{ AttributesDropped: 2 }])
  })

  it('publishes what became of a batch, and how old the oldest change of it was', async () => {
    const { handle, metrics } = aHandler()
    const foreign = aSourceRecord({ keys: { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'CART' } } })
    const changedAt = (seconds: number, record: Record<string, unknown>) => {
      const { dynamodb } = record
      return {
        ...record,
        dynamodb: { ...(dynamodb as object), ApproximateCreationDateTime: seconds },
      }
    }

    await handle([
      changedAt(998, broken()),
      changedAt(990, foreign),
      changedAt(999, aSourceRecord({ after: large('a') })),
    ])

    expect(metrics.published).toEqual([
      {
        RecordsRead: 3,
        RecordsParked: 1,
        RecordsIgnored: 1,
        EventsEnriched: 2,
        EventsClaimed: 1,
        LagMs: 10_000,
      },
    ])
  })

  it('publishes no lag of records that tell no time', async () => {
    const { handle, metrics } = aHandler()

    await handle([null, 'text'])

    expect(metrics.published).toEqual([{ RecordsRead: 2, RecordsParked: 2 }])
  })

  it('parks what it cannot read under unknown, by its hash, and answers nothing for it', async () => {
    const { handle, parkedStore } = aHandler()
    const records = [{ eventID: '../../etc', eventName: 'INSERT' }, null, 'text']

    const events = await handle(records)

    expect(events).toEqual([])
    expect([...parkedStore.objects.keys()].sort()).toEqual(
      Array.from({ length: 3 }, () =>
        expect.stringMatching(/^parked\/unknown\/sha256-[0-9a-f]{64}\.json$/),
      ),
    )
  })

  it('makes no second object of a record that comes again', async () => {
    const { handle, parkedStore } = aHandler()

    await handle([broken(), { junk: 1 }])
    const before = new Map(parkedStore.objects)
    await handle([broken(), { junk: 1 }])

    expect(parkedStore.objects).toEqual(before)
  })

  it('tries again, with growing waits, when parking fails', async () => {
    const { handle, parkedStore, waits } = aHandler()
    parkedStore.refusals = 4

    await handle([broken()])

    expect(parkedStore.objects.size).toBe(1)
    expect(waits).toEqual([150, 300, 600, 1200])
  })

  it('throws before its time is over when parking keeps failing, so that nothing is lost', async () => {
    const { handle, parkedStore, waits } = aHandler()
    parkedStore.refusals = Number.POSITIVE_INFINITY

    await expect(handle([broken()])).rejects.toThrow('refused')

    const waited = waits.reduce((sum, ms) => sum + ms, 0)
    expect(waited).toBeGreaterThan(TIMEOUT_MS / 2)
    expect(waited).toBeLessThan(TIMEOUT_MS - 3_000)
  })

  it('keeps its reply below what one call of the bus takes, whatever the items weigh', async () => {
    const { handle, claims } = aHandler()
    const records = Array.from({ length: REPLY_EVENTS_MAX }, (_, place) =>
      aSourceRecord({ eventID: `large-${place}`, before: large('a'), after: large(`${place}`) }),
    )

    const events = await handle(records)

    expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(PUT_EVENTS_BYTES_MAX)
    const keys = events.map(({ claimCheck }) => claimCheck?.key)
    expect(new Set(keys).size).toBe(REPLY_EVENTS_MAX)
    expect([...claims.objects.keys()].sort()).toEqual(keys.sort())
  })

  it('answers only when the images of a large event are stored, however often that fails', async () => {
    const { handle, claims, waits } = aHandler()
    claims.refusals = 3

    const [event] = await handle([aSourceRecord({ after: large('a') })])

    expect(claims.objects.has(event?.claimCheck?.key ?? '')).toBe(true)
    expect(waits).toHaveLength(3)
  })

  it('throws before its time is over when images cannot be stored', async () => {
    const { handle, claims } = aHandler()
    claims.refusals = Number.POSITIVE_INFINITY

    await expect(handle([aSourceRecord({ after: large('a') })])).rejects.toThrow('refused')
  })

  it('throws when the token key cannot be read in time', async () => {
    const { handle } = aHandler(async () => Promise.reject(new Error('no secret')))

    await expect(handle([aSourceRecord()])).rejects.toThrow('no secret')
  })

  it('uses a rotated key from then on', async () => {
    const keys = [
      { keyId: 'k1', key: 'x' },
      { keyId: 'k2', key: 'y' },
    ]
    const { handle } = aHandler(async () => keys.shift() ?? { keyId: 'k3', key: 'z' })

    const [first] = await handle([aSourceRecord()])
    const [second] = await handle([aSourceRecord()])

    expect(first?.after?.email).toMatch(/^tok_k1_[0-9a-f]{64}$/)
    expect(second?.after?.email).toMatch(/^tok_k2_[0-9a-f]{64}$/)
  })

  it.each([[{ Records: [] }], ['[]'], [null], [undefined]])(
    'refuses %j for a batch',
    async (input) => {
      const { handle } = aHandler()

      await expect(handle(input)).rejects.toMatchObject({ code: 'batch.invalid' })
    },
  )
})
