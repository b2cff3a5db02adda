import { describe, expect, it } from 'vitest'
import { InputError } from '../command.ts'
import { readChanges } from './read-changes.ts'

describe('readChanges', () => {
  it('takes an item as it stands, with every digit of its numbers', () => {
    const text =
      '{"pk":"a","sk":"b","total":12345678901234567890.12,"tags":["x",null,true],"address":{"n":1}}'

    expect(readChanges(text)).toEqual([
      {
        action: 'put',
        item: {
          pk: { S: 'a' },
          sk: { S: 'b' },
          total: { N: '12345678901234567890.12' },
          tags: { L: [{ S: 'x' }, { NULL: true }, { BOOL: true }] },
          address: { M: { n: { N: '1' } } },
        },
      },
    ])
  })

  it.each([
    ['an array', '[{"action":"delete","customerId":"c","orderId":"o"}]'],
    ['lines, empty ones among them', '\n{"action":"delete","customerId":"c","orderId":"o"}\n\n'],
    ['one object over several lines', '{\n"action":"delete",\n"customerId":"c","orderId":"o"}'],
  ])('reads %s', (_form, text) => {
    expect(readChanges(text)).toEqual([
      { action: 'delete', order: { customerId: 'c', orderId: 'o' } },
    ])
  })

  it.each([
    ['{"pk":"a","sk":"b"}\nnot json', 'Line 2 is not JSON.'],
    ['[1]', 'Element 1 is no object'],
    ['[[1]]', 'Element 1 is no object'],
    ['{"pk":"a"}', "The object: the item's key attribute sk is missing"],
    ['{"pk":"","sk":"b"}', 'key attribute pk'],
    ['{"action":"delete","customerId":"c"}', 'needs customerId and orderId'],
    ['{"action":"status","customerId":"c","orderId":"o","status":"lost"}', 'status is "lost"'],
    ['{"action":"burn","customerId":"c","orderId":"o"}', 'action is "burn"'],
  ])('refuses %s and names what is wrong', (text, reason) => {
    expect(() => readChanges(text)).toThrow(InputError)
    expect(() => readChanges(text)).toThrow(reason)
  })
})
