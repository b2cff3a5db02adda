import { describe, expect, it } from 'vitest'
import type { BusEvent } from './bus-event.ts'
import { createEventBus } from './event-bus.ts'
import { EVENTS_IN_FLIGHT_MAX, PUT_EVENTS_BYTES_MAX } from './limits.ts'
import { type PutEventsEntry, putEvents } from './put-events.ts'

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

describe('putEvents', () => {
  it('publishes the event as a rule sees it, with its own time in whole seconds', async () => {
    const { put, accepted } = aBus()

    const { FailedEntryCount, Entries } = await put(
      anEntry({ EventBusName: 'arn:bus', Time: '2026-11-21T07:00:00.999Z', Resources: ['r'] }),
    )

    expect(FailedEntryCount).toBe(0)
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

  it('gives an entry without a time the present one', async () => {
    const { put, accepted } = aBus()

    await put(anEntry())

    expect(accepted[0]?.time).toBe('2026-11-21T07:26:36Z')
  })

  it('hands the detail to targets as the text that was given', async () => {
    const { bus, put, accepted } = aBus()
    const bodies: string[] = []
    const deliver = async (_: BusEvent, body: string) => void bodies.push(body)
    bus.addRule({ arn: 'arn:rule', matches: () => true, deliver })
    const Detail = '{"a":1.0, "b":[9223372036854775807,-9223372036854775808],"c":1e2}'

    await put(anEntry({ Detail }))

    expect(bodies[0]).toMatch(/^\{"version":"0",/)
    expect(bodies[0]).toContain(`,"detail":${Detail}}`)
    expect(JSON.parse(bodies[0] ?? '')).toEqual(accepted[0])
  })

  it.each([
    ['an integer above 64 bits', { Detail: '{"a":[9223372036854775808]}' }, 'MalformedDetail'],
    ['an integer below 64 bits', { Detail: '{"a":-9223372036854775809}' }, 'MalformedDetail'],
    ['a long integer', { Detail: '{"a":12345678901234567890123}' }, 'MalformedDetail'],
    ['a source of AWS', { Source: 'aws.dynamodb' }, 'NotAuthorizedForSourceException'],
    ['a time of a day only', { Time: '2026-11-21' }, 'InvalidArgument'],
    ['a time in words', { Time: 'Sat, 21 Nov 2026 07:00:00 GMT' }, 'InvalidArgument'],
    ['a time that no day has', { Time: '2026-11-21T25:00:00Z' }, 'InvalidArgument'],
    ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
    ['no detail type', { DetailType: '' }, 'InvalidArgument'],
    ['a source that is too long', { Source: 'x'.repeat(257) }, 'InvalidArgument'],
    ['a time that is none', { Time: 'yesterday' }, 'InvalidArgument'],
    ['a bus that is not there', { EventBusName: 'other' }, 'ResourceNotFoundException'],
  ])('fails an entry with %s and takes its neighbours', async (_, entry, code) => {
    const { put, accepted } = aBus()

    const { FailedEntryCount, Entries } = await put(anEntry(), anEntry(entry), anEntry())

    expect(FailedEntryCount).toBe(1)
    expect(Entries[1]).toMatchObject({ ErrorCode: code })
    expect(accepted).toHaveLength(2)
  })

  it.each(['{"a":1e300}', '{"a":"12345678901234567890123"}', '{"a":12345678901234567890.5}'])(
    'takes the detail %s: nothing in it is an integer',
    async (Detail) => {
      expect(await aBus().put(anEntry({ Detail }))).toMatchObject({ FailedEntryCount: 0 })
    },
  )

  it.each([
    ['no entry', []],
    ['eleven entries', Array.from({ length: 11 }, () => anEntry())],
    ['more bytes than the limit', [anEntry({ Detail: ' '.repeat(PUT_EVENTS_BYTES_MAX) })]],
  ])('refuses the whole call with %s', async (_, entries) => {
    const { put, accepted } = aBus()

    await expect(put(...entries)).rejects.toMatchObject({ type: 'ValidationException' })
    expect(accepted).toEqual([])
  })

  it('throttles when too many events are on their way', async () => {
    const { bus, put } = aBus()
    const never = new Promise<void>(() => undefined)
    bus.addRule({ arn: 'arn:rule', matches: () => true, deliver: () => never })
    for (let count = 0; count < EVENTS_IN_FLIGHT_MAX / 10; count++) {
      await put(...Array.from({ length: 10 }, () => anEntry()))
    }

    const { Entries } = await put(anEntry())

    expect(Entries).toMatchObject([{ ErrorCode: 'ThrottlingException' }])
  })
})

describe('an event bus', () => {
  it('hands an event to the rules that match and to no other', async () => {
    const { bus, put } = aBus()
    const taken: string[] = []
    for (const type of ['order.modified', 'order.removed']) {
      bus.addRule({
        arn: type,
        matches: (event) => event['detail-type'] === type,
        deliver: async () => void taken.push(type),
      })
    }

    await put(anEntry())
    await bus.idle()

    expect(taken).toEqual(['order.modified'])
  })
})
