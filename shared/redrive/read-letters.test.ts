import { describe, expect, it } from 'vitest'
import { aChangeEvent, aMessage } from '../../test/builders/change-event.ts'
import { aPositionLetter } from '../../test/builders/dead-letters.ts'
import { aLetter } from '../../test/builders/letter.ts'
import { readBusLetter, readEventLetter } from './read-event-letter.ts'
import { readParkedLetter } from './read-parked-letter.ts'
import { readPositionLetter } from './read-position-letter.ts'

const { body } = aMessage(aChangeEvent())
const RANGE = {
  streamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-11-01T00:00:00.000',
  ...{ shardId: 'shardId-1', first: '100', last: '200', batchSize: 2 },
}

describe('readEventLetter', () => {
  it.each([
    ['rule', { RULE_ARN: 'arn', ERROR_CODE: 'NO_PERMISSIONS' }, 'NO_PERMISSIONS'],
    ['function', { code: 'document.refused', message: 'no' }, 'document.refused'],
    ['receives', {}, null],
  ])('tells a letter of kind %s by its attributes', (kind, attributes, code) => {
    const read = readEventLetter(aLetter({ body, attributes }))

    expect(read).toMatchObject({ kind, code, content: { of: 'event', event: aChangeEvent() } })
  })

  it.each([
    ['', 'event.not_json'],
    ['{"detail":{"version":2}}', 'event.version_unknown'],
    ['{"detail":{}}', 'event.schema_invalid'],
  ])('finds %j unreadable, unless something says how it came', (text, code) => {
    expect(readEventLetter(aLetter({ body: text }))).toMatchObject({ kind: 'unreadable', code })
    expect(readEventLetter(aLetter({ body: text, attributes: { RULE_ARN: 'arn' } }))).toMatchObject(
      { kind: 'rule', code: null, content: { of: 'nothing', code } },
    )
  })
})

describe('readBusLetter', () => {
  it('says why the bus kept it', () => {
    const attributes = { ERROR_CODE: 'KMS_DISABLED' }

    expect(readBusLetter(aLetter({ body, attributes }))).toMatchObject({
      kind: 'bus',
      code: 'KMS_DISABLED',
    })
  })
})

describe('readPositionLetter', () => {
  it.each([
    ['pipe', 'pipe position'],
    ['function', 'function position'],
  ] as const)('tells what a %s left', (by, kind) => {
    const read = readPositionLetter(aLetter({ body: aPositionLetter(RANGE, by) }))

    expect(read).toMatchObject({ kind, code: 'RetryAttemptsExhausted' })
    expect(read.content).toMatchObject({
      of: 'range',
      range: { startSequenceNumber: '100', endSequenceNumber: '200', batchSize: 2 },
    })
  })

  it.each(['', 'null', '{}', '{"context":{"condition":"x"}}', body])(
    'finds %j unreadable',
    (text) => {
      expect(readPositionLetter(aLetter({ body: text })).kind).toBe('unreadable')
    },
  )

  it('wants a head that says who left it, and numbers', () => {
    const letter = JSON.parse(aPositionLetter(RANGE))
    const { context, ...headless } = letter
    letter.DDBStreamBatchInfo.startSequenceNumber = '-1'

    for (const wrong of [headless, letter]) {
      const read = readPositionLetter(aLetter({ body: JSON.stringify(wrong) }))
      expect(read.kind).toBe('unreadable')
    }
  })
})

describe('readParkedLetter', () => {
  it('reads the record and why it was parked', () => {
    const parked = { code: 'image.schema_invalid', message: 'no', cause: null, record: { a: 1 } }

    expect(readParkedLetter(aLetter({ body: JSON.stringify(parked) }))).toMatchObject({
      kind: 'parked',
      code: 'image.schema_invalid',
      content: { of: 'record', record: { a: 1 } },
    })
    expect(readParkedLetter(aLetter({ body: '{"code":"x"}' })).kind).toBe('unreadable')
  })
})
