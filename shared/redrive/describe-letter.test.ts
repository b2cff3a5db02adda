import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { aChangeEvent, aMessage } from '../../test/builders/change-event.ts'
import { aLetter } from '../../test/builders/letter.ts'
import { anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { describeLetter } from './describe-letter.ts'
import { listAttributeTypes } from './list-attribute-types.ts'
import { readEventLetter } from './read-event-letter.ts'
import { readParkedLetter } from './read-parked-letter.ts'
import { toPutCalls } from './to-put-calls.ts'

describe('describeLetter', () => {
  it('names the change of an event', () => {
    const read = readEventLetter(aLetter({ body: aMessage(aChangeEvent()).body }))

    expect(describeLetter(read, 'search', order.table)).toMatchObject({
      ...{ queue: 'search', kind: 'receives', id: 'CUSTOMER#c-17|ORDER#o-204', op: 'modify' },
      position: '2026-11-01T00:00:00.000/100000000000000935255',
      sinceMs: Date.parse('2026-11-21T07:26:36Z'),
    })
  })

  it('shows of a parked record only what has the form that it should have', () => {
    const odd = {
      ...{ eventID: 'my name <is>', eventName: 'ada@example.org', eventSourceARN: 'Ada L.' },
      dynamodb: { Keys: { pk: { S: 'Ada L.' } }, SequenceNumber: 'ada@example.org' },
    }
    const [line, strange] = [aSourceRecord(), odd].map((record) => {
      const body = JSON.stringify({ code: 'c', message: 'm', record })
      return describeLetter(readParkedLetter(aLetter({ body })), 'parked', order.table)
    })

    expect(line).toMatchObject({ id: 'CUSTOMER#c-17|ORDER#o-204', op: 'modify' })
    expect(strange).toMatchObject({ id: null, op: null, position: null, eventID: null })
  })
})

describe('listAttributeTypes', () => {
  it('tells names and types at every depth, and no value', () => {
    const lines = listAttributeTypes(anOrder())

    expect(lines).toContain('email: S')
    expect(lines).toContain('shippingAddress.name: S')
    expect(lines).toContain('items[].unitPrice: N')
    expect(lines.join('\n')).not.toMatch(/ada@example|Ada L\.|129/)
  })

  it('ends, whatever it is given', () => {
    const many = Object.fromEntries(Array.from({ length: 999 }, (_, n) => [`a${n}`, { S: '' }]))
    const deep = Array.from({ length: 5_000 }).reduce((value) => ({ M: { a: value } }), { S: '' })

    expect(listAttributeTypes(many)).toHaveLength(201)
    expect(listAttributeTypes({ a: deep }).at(-1)).toMatch(/: nested deeper$/)
    expect(listAttributeTypes('x')).toEqual(['image: not a map of attributes'])
    expect(listAttributeTypes({ a: 'Ada L.' })).toEqual(['a: of no known type'])
  })
})

describe('toPutCalls', () => {
  it('puts ten into a call, and fewer where they are large', () => {
    const small = Array.from({ length: 23 }, () => aChangeEvent())
    const large = aChangeEvent({ after: { text: 'x'.repeat(300_000) } })

    expect(toPutCalls(small, 'bus').map((call) => call.length)).toEqual([10, 10, 3])
    expect(toPutCalls([large, large, large, large], 'bus').map(({ length }) => length)).toEqual([
      3, 1,
    ])
    expect(toPutCalls([], 'bus')).toEqual([])
  })

  it('makes the entry that the Pipe makes', () => {
    const event = aChangeEvent()

    expect(toPutCalls([event], 'bus')).toEqual([
      [
        {
          ...{ EventBusName: 'bus', Source: 'tailrace', DetailType: 'order.modified' },
          ...{ Time: Date.parse(event.time), Detail: JSON.stringify(event) },
        },
      ],
    ])
  })
})
