import { afterEach, describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { lakeViews } from '../../shared/lake/lake-views.ts'
import { aChangeEvent, anOrder, LATER_STREAM } from '../../test/builders/change-event.ts'
import { LakeFiles } from '../../test/builders/lake-files.ts'
import { InputError } from '../command.ts'

const lake = new LakeFiles()
afterEach(() => lake.remove())

const total = (value: number | string) => anOrder({ total: value })

describe('changes', () => {
  it('has a change once that was delivered in three objects, days apart', async () => {
    const change = aChangeEvent({ time: '2026-11-20T23:59:59Z' })

    await lake.deliver([change, change], [change], [aChangeEvent({ counter: 2 })])

    expect(await lake.query('SELECT id, seq, dt FROM changes ORDER BY seq')).toEqual([
      { id: change.id, seq: expect.stringMatching(/100000000000000935255$/), dt: '2026-11-20' },
      { id: change.id, seq: expect.stringMatching(/200000000000000935255$/), dt: '2026-11-21' },
    ])
  })

  it('has the same number of another item, of another stream and of another table', async () => {
    await lake.deliver([
      aChangeEvent(),
      aChangeEvent({ id: 'CUSTOMER#c-17|ORDER#o-205' }),
      aChangeEvent({ stream: LATER_STREAM }),
      aChangeEvent({ table: 'other-orders' }),
    ])

    expect(await lake.query('SELECT count(*) AS n FROM changes')).toEqual([{ n: 4 }])
  })

  it('has the snapshots of two backfills, each once', async () => {
    const first = aChangeEvent({ op: 'snapshot' })
    const second = { ...first, eventID: 'event-snapshot-again' }

    await lake.deliver([first, second, first])

    expect(await lake.query('SELECT count(*) AS n FROM changes')).toEqual([{ n: 2 }])
  })

  it('has a change that was parked as the one that got through later', async () => {
    const parked = aChangeEvent({ parked: true })
    const redriven = aChangeEvent()

    await lake.deliver([redriven], [parked], [aChangeEvent({ counter: 2, parked: true })])

    expect(await lake.query('SELECT type, parked FROM changes ORDER BY seq')).toEqual([
      { type: 'order.modified', parked: null },
      { type: 'order.parked', parked: 'image.schema_invalid' },
    ])
  })

  it('has the same record of a change whose definition was changed between two deliveries', async () => {
    const [before, later] = [aChangeEvent({ after: total(1) }), aChangeEvent({ after: total(2) })]

    await lake.deliver([before], [later])
    const once = await lake.query('SELECT total FROM changes')
    await lake.remove()
    await lake.deliver([later], [before])

    expect(await lake.query('SELECT total FROM changes')).toEqual(once)
    expect(await lake.query('SELECT total FROM current')).toEqual(once)
  })

  it('reads one folder when asked for one day, and all for the newest of each item', async () => {
    await lake.deliver(
      [aChangeEvent({ time: '2026-11-19T00:00:00Z' })],
      [aChangeEvent({ time: '2026-11-20T00:00:00Z', counter: 2 })],
      [aChangeEvent({ time: '2026-11-21T00:00:00Z', counter: 3 })],
    )

    const filesRead = async (sql: string) => {
      const [plan] = await lake.query(`EXPLAIN ANALYZE ${sql}`)
      return /Total Files Read: (\d+)/.exec(String(plan?.explain_value))?.[1]
    }

    expect(await filesRead(`SELECT id FROM changes WHERE dt = '2026-11-20'`)).toBe('1')
    expect(await filesRead('SELECT id FROM changes')).toBe('3')
    expect(await filesRead('SELECT id FROM current')).toBe('3')
  })
})

describe('current', () => {
  it('leaves out what was removed, and parked changes', async () => {
    await lake.deliver([
      aChangeEvent({ id: 'a|1', after: total(1) }),
      aChangeEvent({ id: 'a|1', counter: 2, parked: true }),
      aChangeEvent({ id: 'a|2' }),
      aChangeEvent({ id: 'a|2', counter: 2, op: 'remove' }),
    ])

    expect(await lake.query('SELECT id, total FROM current')).toEqual([{ id: 'a|1', total: 1 }])
  })

  it('takes a later stream for newer than a higher number, and a snapshot for older', async () => {
    await lake.deliver([
      aChangeEvent({ counter: 9, after: total(9), time: '2026-11-22T00:00:00Z' }),
      aChangeEvent({ stream: LATER_STREAM, after: total(1) }),
      aChangeEvent({ stream: LATER_STREAM, op: 'snapshot', after: total(5) }),
    ])

    expect(await lake.query('SELECT total, stream FROM current')).toEqual([
      { total: 1, stream: LATER_STREAM },
    ])
  })
})

describe('lake columns', () => {
  it('are of their types, and null where there is no image', async () => {
    const after = anOrder({ expiresAt: 1_800_000_000, createdAt: '2026-11-21T01:00:00.1234+02:00' })
    await lake.deliver([aChangeEvent({ after }), aChangeEvent({ counter: 2, op: 'remove' })])

    const rows = await lake.query(
      `SELECT city, total, expires_at, created_at, typeof(total) AS t FROM changes ORDER BY seq`,
    )

    expect(rows).toEqual([
      {
        city: 'Lodz',
        total: 129.9,
        expires_at: 1_800_000_000,
        created_at: '2026-11-20 23:00:00.123',
        t: 'DECIMAL(38,9)',
      },
      { city: null, total: null, expires_at: null, created_at: null, t: 'DECIMAL(38,9)' },
    ])
  })

  it('are in UTC wherever the query is asked', async () => {
    await lake.deliver([aChangeEvent({ time: '2026-11-21T23:59:59Z' })])

    const { rows } = await lake.inDuckDb(async (duckDb) => {
      const zone = await duckDb.query(`SELECT current_setting('TimeZone')`)
      expect(zone.rows).toEqual([['UTC']])
      await duckDb.query(`SET TimeZone = 'Asia/Tokyo'`)
      return duckDb.query('SELECT time, created_at FROM current')
    })

    expect(rows).toEqual([['2026-11-21 23:59:59', '2026-11-21 07:00:00']])
  })

  it('keep decimals exact, to the last digit that the type has', async () => {
    await lake.deliver([
      aChangeEvent({ id: 'a|1', after: total('12345678901234567890123456789.123456789') }),
      aChangeEvent({ id: 'a|2', after: total(0.1) }),
      aChangeEvent({ id: 'a|3', after: total(0.2) }),
    ])

    expect(await lake.query('SELECT total FROM current ORDER BY id')).toEqual([
      { total: '12345678901234567890123456789.123456789' },
      { total: 0.1 },
      { total: 0.2 },
    ])
    expect(await lake.query(`SELECT sum(total) AS s FROM current WHERE total < 1`)).toEqual([
      { s: 0.3 },
    ])
  })

  it.each(['0.1234567891', '123456789012345678901234567890', 1e-10])(
    'never round: %s, which does not fit, is null and stays in the record',
    async (value) => {
      await lake.deliver([aChangeEvent({ after: total(value) })])

      expect(await lake.query('SELECT total FROM current')).toEqual([{ total: null }])
      expect(await lake.query('SELECT total FROM records')).toEqual([
        { total: value === 1e-10 ? '0.0000000001' : value },
      ])
    },
  )

  it('keep what DynamoDB keeps and no 64 bits hold', async () => {
    const after = anOrder({ expiresAt: '99999999999999999999' })
    await lake.deliver([aChangeEvent({ after })])

    expect(await lake.query('SELECT expires_at FROM current')).toEqual([{ expires_at: null }])
    expect(await lake.query('SELECT expires_at FROM records')).toEqual([
      { expires_at: '99999999999999999999' },
    ])
  })
})

describe('status_flow', () => {
  const inState = (counter: number, status: string, time: string) =>
    aChangeEvent({ counter, after: anOrder({ status }), time: `2026-11-21T${time}Z` })

  it('tells how long an item was in each state, whatever else changed in it', async () => {
    await lake.deliver([
      inState(3, 'confirmed', '08:30:00'),
      { ...inState(1, 'pending', '08:00:00'), op: 'insert' },
      inState(4, 'shipped', '10:00:00'),
      inState(2, 'confirmed', '08:10:00'),
      aChangeEvent({ counter: 5, op: 'remove', time: '2026-11-21T11:00:00Z' }),
      { ...inState(6, 'pending', '12:00:00'), op: 'insert' },
    ])

    const flow = await lake.query(
      'SELECT from_state, to_state, from_time, seconds FROM status_flow ORDER BY seq',
    )

    expect(flow).toEqual([
      { from_state: null, to_state: 'pending', from_time: null, seconds: null },
      {
        from_state: 'pending',
        to_state: 'confirmed',
        from_time: '2026-11-21 08:00:00',
        seconds: 600,
      },
      {
        from_state: 'confirmed',
        to_state: 'shipped',
        from_time: '2026-11-21 08:10:00',
        seconds: 6600,
      },
      { from_state: null, to_state: 'pending', from_time: null, seconds: null },
    ])
  })

  it('begins with the image before the first change that the lake has', async () => {
    const before = anOrder({ status: 'pending' })
    const first = { ...inState(1, 'confirmed', '08:00:00'), before }
    const other = { ...inState(2, 'shipped', '09:00:00'), id: 'a|1', before: anOrder() }
    const same = { ...inState(3, 'pending', '09:00:00'), id: 'a|2', before }

    await lake.deliver([first, other, same])

    expect(
      await lake.query('SELECT id, from_state, to_state, seconds FROM status_flow ORDER BY seq'),
    ).toEqual([
      { id: first.id, from_state: 'pending', to_state: 'confirmed', seconds: null },
      { id: 'a|1', from_state: 'confirmed', to_state: 'shipped', seconds: null },
    ])
  })

  it('starts anew with an insert, also where the removal before it never came', async () => {
    await lake.deliver([
      inState(1, 'delivered', '08:00:00'),
      { ...inState(2, 'pending', '09:00:00'), op: 'insert' },
    ])

    expect(
      await lake.query('SELECT from_state, to_state, seconds FROM status_flow ORDER BY seq'),
    ).toContainEqual({ from_state: null, to_state: 'pending', seconds: null })
  })

  it('looks at no snapshot, which is read late and ordered early', async () => {
    const snapshot = inState(0, 'shipped', '12:00:00')
    await lake.deliver([
      { ...inState(1, 'pending', '08:00:00'), op: 'insert' },
      inState(2, 'shipped', '09:00:00'),
      { ...snapshot, op: 'snapshot', position: { ...snapshot.position, sequenceNumber: '0' } },
    ])

    expect(
      await lake.query('SELECT from_state, to_state, seconds FROM status_flow ORDER BY seq'),
    ).toEqual([
      { from_state: null, to_state: 'pending', seconds: null },
      { from_state: 'pending', to_state: 'shipped', seconds: 3600 },
    ])
  })

  it('is empty where no entity has a state', async () => {
    const { state: _, ...stateless } = order
    const files = new LakeFiles([stateless])
    await files.deliver([aChangeEvent()])

    const flow = await files.query('SELECT * FROM status_flow')
    await files.remove()

    expect(flow).toEqual([])
  })
})

describe('as_of', () => {
  it('answers the items as they were at a moment, with what happened in its second', async () => {
    await lake.deliver([
      aChangeEvent({ counter: 1, after: total(1), time: '2026-11-20T12:00:00Z' }),
      aChangeEvent({ counter: 2, after: total(2), time: '2026-11-20T12:00:01Z' }),
      aChangeEvent({ counter: 3, op: 'remove', time: '2026-11-21T00:00:00Z' }),
    ])
    const at = async (moment: string) =>
      (await lake.query(`EXECUTE as_of USING '${moment}';`)).map((row) => row.total)

    expect(await at('2026-11-20T11:59:59Z')).toEqual([])
    expect(await at('2026-11-20T13:00:00.999+01:00')).toEqual([1])
    expect(await at('2026-11-20T12:00:01Z')).toEqual([2])
    expect(await at('2026-11-21T00:00:00Z')).toEqual([])
  })
})

describe('openDuckDbLake', () => {
  it('has the same table and views of a lake that is still empty', async () => {
    for (const view of ['records', 'changes', 'current', 'status_flow']) {
      expect(await lake.query(`SELECT * FROM ${view}`)).toEqual([])
    }
  })

  it.each(lakeViews([order]))('answers the example of $name', async ({ example }) => {
    await lake.deliver([aChangeEvent()])

    expect((await lake.query(example)).length).toBeLessThanOrEqual(1)
  })

  it.each(['SELEC 1', 'SELECT nix FROM current', 'SELECT * FROM nix', "SELECT CAST('x' AS int)"])(
    'refuses %s as what was typed',
    async (sql) => {
      await expect(lake.query(sql)).rejects.toThrow(InputError)
    },
  )
})
