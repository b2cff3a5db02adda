import { describe, expect, it } from 'vitest'
import { parseChangeEvent, parseStreamArn } from './index.ts'

function aChangeEvent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventID: 'c81e728d',
    version: 1,
    type: 'order.modified',
    entity: 'order',
    op: 'modify',
    id: 'CUSTOMER#c-17|ORDER#o-204',
    key: { pk: 'CUSTOMER#c-17', sk: 'ORDER#o-204' },
    time: '2026-11-21T07:26:36Z',
    position: {
      table: 'tailrace-dev-orders',
      stream: '2026-11-01T00:00:00.000',
      sequenceNumber: '2574600000000000000935255',
    },
    expired: false,
    changed: ['status'],
    transition: { from: 'confirmed', to: 'shipped' },
    before: { status: 'confirmed' },
    after: { status: 'shipped' },
    ...changes,
  }
}

describe('parseChangeEvent', () => {
  it.each([
    ['a modify', {}],
    ['a remove', { type: 'order.removed', op: 'remove', after: null }],
    ['an insert', { type: 'order.inserted', op: 'insert', before: null }],
    ['an unreadable old image', { before: null, beforeUnreadable: true }],
    [
      'a parked change',
      { type: 'order.parked', before: null, after: null, parked: { code: 'x.y' } },
    ],
    ['a property that is added later', { traceId: 'x' }],
    [
      'a snapshot',
      {
        type: 'order.snapshot',
        op: 'snapshot',
        before: null,
        position: { table: 't', stream: 's', sequenceNumber: '0' },
      },
    ],
  ])('answers %s as it is', (_, changes) => {
    const event = aChangeEvent(changes)

    expect(parseChangeEvent(event)).toBe(event)
  })

  it.each([[2], ['1'], [null]])('refuses version %j by its own code', (version) => {
    expect(() => parseChangeEvent(aChangeEvent({ version }))).toThrow(
      expect.objectContaining({ code: 'event.version_unknown' }),
    )
  })

  it.each([
    ['text', 'secret'],
    ['nothing', undefined],
    ['no version', aChangeEvent({ version: undefined })],
    ['no id', aChangeEvent({ id: undefined })],
    ['an empty id', aChangeEvent({ id: '' })],
    ['an unknown op', aChangeEvent({ op: 'secret' })],
    ['a type of another op', aChangeEvent({ type: 'order.inserted' })],
    ['a type of another entity', aChangeEvent({ type: 'secret.modified' })],
    ['a time with a fraction', aChangeEvent({ time: '2026-11-21T07:26:36.000Z' })],
    ['a sequence number that is a number', aChangeEvent({ position: { sequenceNumber: 1 } })],
    ['a modify without its new image', aChangeEvent({ after: null })],
    ['a remove with one', aChangeEvent({ type: 'order.removed', op: 'remove' })],
    ['an image that is a list', aChangeEvent({ after: [] })],
    [
      'a change with the number of a snapshot',
      aChangeEvent({ position: { table: 't', stream: 's', sequenceNumber: '0' } }),
    ],
  ])('refuses %s without quoting it', (_, value) => {
    const call = () => parseChangeEvent(value)

    expect(call).toThrow(
      expect.objectContaining({
        code: 'event.schema_invalid',
        message: expect.not.stringContaining('secret'),
      }),
    )
  })
})

describe('parseStreamArn', () => {
  it.each([
    'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000',
    'arn:aws:dynamodb:ddblocal:000000000000:table/orders/stream/2026-11-01T00:00:00.000',
    'arn:aws-cn:dynamodb:cn-north-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000',
  ])('reads %s', (arn) => {
    expect(parseStreamArn(arn)).toEqual({ table: 'orders', stream: '2026-11-01T00:00:00.000' })
  })

  it.each([
    undefined,
    1,
    '',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    'arn:aws:sqs:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/a/b/stream/2026-11-01T00:00:00.000',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/latest',
  ])('takes %j for none', (arn) => {
    expect(parseStreamArn(arn)).toBeUndefined()
  })
})
