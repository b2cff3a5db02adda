import { describe, expect, it } from 'vitest'
import type { BusEvent } from './bus-event.ts'
import { createEventBus } from './event-bus.ts'
import { eventBus } from './event-bus-model.ts'
import {
  DETAIL_LEVELS_MAX,
  EVENT_BYTES_IN_FLIGHT_MAX,
  EVENTS_IN_FLIGHT_MAX,
  PUT_EVENTS_BYTES_MAX,
} from './limits.ts'
import { putEvents } from './put-events.ts'
import type { PutEventsEntry } from './put-events-entry.ts'
import { eventBusRules } from './rules.ts'

/** Of the largest bodies. */
const BODIES_IN_FLIGHT_MAX = EVENT_BYTES_IN_FLIGHT_MAX / PUT_EVENTS_BYTES_MAX
const NOW = Date.parse('2026-11-21T07:26:36.789Z')

function aBus() {
  const accepted: BusEvent[] = []
  const bus = createEventBus({
    arn: 'arn:bus',
    name: 'changes',
    onAccepted: (event) => accepted.push(event),
  })
  const busesAndTime = { buses: new Map([[bus.arn, bus]]), now: () => NOW }
  return { bus, accepted, put: (...entries: PutEventsEntry[]) => putEvents(entries, busesAndTime) }
}

function anEntry(entry: PutEventsEntry = {}): PutEventsEntry {
  return {
    EventBusName: 'changes',
    Source: 'tailrace',
    DetailType: 'order.modified',
    Detail: '{"a":1}',
    ...entry,
  }
}

/** The code that an entry alone fails with; undefined when it is taken. */
async function codeOf(entry: PutEventsEntry): Promise<string | undefined> {
  const { Entries } = await aBus().put(anEntry(entry))
  const [result] = Entries
  return result && 'ErrorCode' in result ? result.ErrorCode : undefined
}

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`
}

describe('putEvents: the call', () => {
  it.each([0, 11])(`${eventBusRules.entries.text} (%i)`, async (count) => {
    const { put, accepted } = aBus()

    const putting = put(...Array.from({ length: count }, () => anEntry()))

    await expect(putting).rejects.toMatchObject({ type: 'ValidationException' })
    expect(accepted).toEqual([])
  })

  it(eventBusRules.bytes.text, async () => {
    const { put, accepted } = aBus()
    const half = anEntry({ Detail: `{"a":"${'x'.repeat(PUT_EVENTS_BYTES_MAX / 2)}"}` })

    const putting = put(half, half)

    await expect(putting).rejects.toMatchObject({ type: 'ValidationException' })
    expect(accepted).toEqual([])
  })

  it(eventBusRules.bytesCounted.text, async () => {
    const counted = { Source: 'ä', DetailType: 'b', Time: '2026-11-21T07:00:00Z', Resources: ['€'] }
    const bytesBesideDetail = 2 + 1 + 14 + 3
    const detailOf = (bytes: number) => `{"a":"${'x'.repeat(bytes - '{"a":""}'.length)}"}`
    const full = anEntry({ ...counted, Detail: detailOf(PUT_EVENTS_BYTES_MAX - bytesBesideDetail) })

    expect(await aBus().put(full)).toMatchObject({ FailedEntryCount: 0 })
    const over = { ...full, Detail: `${String(full.Detail)} ` }
    await expect(aBus().put(over)).rejects.toMatchObject({ type: 'ValidationException' })
  })
})

describe('putEvents: an entry', () => {
  it(eventBusRules.entriesAlone.text, async () => {
    const { put, accepted } = aBus()

    const { FailedEntryCount, Entries } = await put(anEntry(), anEntry({ Detail: '{' }), anEntry())

    expect(FailedEntryCount).toBe(1)
    expect(Entries[1]).toEqual({ ErrorCode: 'MalformedDetail', ErrorMessage: expect.any(String) })
    expect(accepted).toHaveLength(2)
  })

  it.each([
    { Source: undefined },
    { Source: '' },
    { DetailType: undefined },
    { DetailType: '' },
    { Detail: undefined },
    { Detail: '' },
  ])(`${eventBusRules.required.text} (%j)`, async (entry) => {
    expect(await codeOf(entry)).toBe('InvalidArgument')
  })

  it.each(['2026-11-21', 'Sat, 21 Nov 2026 07:00:00 GMT', '2026-11-21T25:00:00Z', 'yesterday'])(
    `${eventBusRules.timeMalformed.text} (%s)`,
    async (Time) => {
      expect(await codeOf({ Time })).toBe('InvalidArgument')
    },
  )

  it(eventBusRules.lengths.text, async () => {
    const entry = { DetailType: 'x'.repeat(128), Source: 'x'.repeat(256) }

    expect(await codeOf(entry)).toBeUndefined()
    expect(await codeOf({ DetailType: 'x'.repeat(129) })).toBe('InvalidArgument')
    expect(await codeOf({ Source: 'x'.repeat(257) })).toBe('InvalidArgument')
  })

  it.each(['{', '[1]', '"text"', 'null', '7', `"${JSON.stringify('{}').slice(1, -1)}"`])(
    `${eventBusRules.detailObject.text} (%s)`,
    async (Detail) => {
      expect(await codeOf({ Detail })).toBe('MalformedDetail')
    },
  )

  it.each([
    '{"a":[9223372036854775808]}',
    '{"a":-9223372036854775809}',
    '{"a":12345678901234567890123}',
  ])(`${eventBusRules.detailIntegers.text} (%s)`, async (Detail) => {
    expect(await codeOf({ Detail })).toBe('MalformedDetail')
  })

  it.each([
    '{"a":[9223372036854775807,-9223372036854775808]}',
    '{"a":1e300}',
    '{"a":"12345678901234567890123"}',
    '{"a":12345678901234567890.5}',
  ])('takes the detail %s: no integer in it is too large', async (Detail) => {
    expect(await codeOf({ Detail })).toBeUndefined()
  })

  it(eventBusRules.detailLevels.text, async () => {
    expect(await codeOf({ Detail: nested(DETAIL_LEVELS_MAX) })).toBeUndefined()
    expect(await codeOf({ Detail: nested(DETAIL_LEVELS_MAX + 1) })).toBe('MalformedDetail')
  })

  it(eventBusRules.reservedSource.text, async () => {
    const code = 'NotAuthorizedForSourceException'

    expect(await codeOf({ Source: 'aws.dynamodb' })).toBe(code)
    expect(await codeOf({ Source: 'awsome' })).toBeUndefined()
  })

  it(eventBusRules.unknownBus.text, async () => {
    expect(await codeOf({ EventBusName: 'other' })).toBe('ResourceNotFoundException')
    expect(await codeOf({ EventBusName: undefined })).toBe('ResourceNotFoundException')
  })

  it(eventBusRules.time.text, async () => {
    const { put, accepted } = aBus()

    await put(anEntry({ Time: '2026-11-21T09:00:00.999+02:00' }), anEntry())

    const times = accepted.map(({ time }) => time)
    expect(times).toEqual(['2026-11-21T07:00:00Z', '2026-11-21T07:26:36Z'])
  })

  it(eventBusRules.resources.text, async () => {
    const { put, accepted } = aBus()
    const Resources = Array.from({ length: 100 }, (_, index) => `arn:${index}`)

    await put(anEntry({ Resources }))

    expect(accepted[0]?.resources).toEqual(Resources)
    expect(await codeOf({ Resources: [1] })).toBe('InvalidArgument')
  })

  it(eventBusRules.traceHeader.text, async () => {
    const { put, accepted } = aBus()

    await put({ ...anEntry(), ...{ TraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' } })

    expect(JSON.stringify(accepted)).not.toContain('Root')
    expect(accepted).toHaveLength(1)
  })

  it(eventBusRules.envelope.text, async () => {
    const { put, accepted } = aBus()

    const { Entries } = await put(
      anEntry({ EventBusName: 'arn:bus', Time: '2026-11-21T07:00:00Z', Resources: ['r'] }),
    )

    expect(accepted).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'order.modified',
        source: 'tailrace',
        account: '000000000000',
        time: '2026-11-21T07:00:00Z',
        region: 'eu-west-1',
        resources: ['r'],
        detail: { a: 1 },
      },
    ])
    expect(Entries).toEqual([{ EventId: accepted[0]?.id }])
  })

  it(eventBusRules.detailText.text, async () => {
    const { bus, put, accepted } = aBus()
    const bodies: string[] = []
    const deliver = async (_: BusEvent, body: string) => bodies.push(body) > 0
    bus.addRule({ arn: 'arn:rule', matches: () => true, deliver })
    const Detail = '{"a":1.0, "b":[9223372036854775807,-9223372036854775808],"c":1e2}'

    await put(anEntry({ Detail }))

    expect(bodies[0]).toMatch(/^\{"version":"0",/)
    expect(bodies[0]).toContain(`,"detail":${Detail}}`)
    expect(JSON.parse(bodies[0] ?? '')).toEqual(accepted[0])
  })
})

describe('an event bus', () => {
  it(eventBusRules.matching.text, async () => {
    const { bus, put, accepted } = aBus()
    const taken: string[] = []
    for (const type of ['order.modified', 'order.removed', 'order.modified']) {
      bus.addRule({
        arn: type,
        matches: (event) => event['detail-type'] === type,
        deliver: async () => taken.push(type) > 0,
      })
    }

    await put(anEntry(), anEntry({ DetailType: 'nobody.wants' }))
    await bus.idle()

    expect(taken).toEqual(['order.modified', 'order.modified'])
    expect(accepted).toHaveLength(2)
  })

  it.each([
    { of: 'events', body: '{}', count: EVENTS_IN_FLIGHT_MAX },
    { of: 'bytes', body: 'x'.repeat(PUT_EVENTS_BYTES_MAX), count: BODIES_IN_FLIGHT_MAX },
  ])(`${eventBusRules.throttling.text} ($of)`, async ({ body, count }) => {
    const { bus, put } = aBus()
    const { promise: taken, resolve: takeAll } = Promise.withResolvers<boolean>()
    bus.addRule({ arn: 'arn:rule', matches: () => true, deliver: () => taken })
    const event = { version: '0' } as unknown as BusEvent
    for (let published = 0; published < count; published++) bus.publish(event, body)

    const whileFull = await put(anEntry())
    takeAll(true)
    await bus.idle()
    const afterwards = await put(anEntry())

    expect(whileFull.Entries).toMatchObject([{ ErrorCode: 'ThrottlingException' }])
    expect(afterwards).toMatchObject({ FailedEntryCount: 0 })
  })

  it.each(['default', 'a bus', 'x'.repeat(257)])(
    `${eventBusRules.name.text} (%s)`,
    async (Name) => {
      const request = { logicalId: 'Bus', type: eventBus.type, properties: { Name } }
      const stack = {} as Parameters<typeof eventBus.create>[1]

      await expect(eventBus.create(request, stack)).rejects.toThrow('cannot be a bus’s name')
    },
  )
})
