import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type AttributeValue, decodeAttributeValue } from './index.ts'

interface Vector {
  readonly id: string
  readonly value: AttributeValue
  readonly json: unknown
}

const vectors: Vector[] = readFileSync('test/fixtures/attribute-values.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('decodeAttributeValue', () => {
  it.each(vectors)('agrees with the published vector $id', ({ value, json }) => {
    expect(decodeAttributeValue(value)).toStrictEqual(json)
  })

  it('keeps a name that objects inherit as a name like any other', () => {
    const value: AttributeValue = JSON.parse('{"M": {"__proto__": {"N": "1"}}}')

    const decoded = decodeAttributeValue(value)

    expect(JSON.stringify(decoded)).toBe('{"__proto__":1}')
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
  })

  it.each([
    ['no value', null],
    ['no tag', {}],
    ['two tags', { S: 'a', N: '1' }],
    ['an unknown tag', { X: 'a' }],
    ['an N that is no number', { N: 'abc' }],
    ['an empty N', { N: '' }],
    ['an N that only JavaScript reads', { N: '0x10' }],
    ['an N that is infinite', { N: 'Infinity' }],
    ['an N that is no text', { N: 1 }],
    ['an S that is no text', { S: 1 }],
    ['a BOOL that is text', { BOOL: 'true' }],
    ['a NULL that is false', { NULL: false }],
    ['a B that is not base64', { B: '*' }],
    ['a set that is no array', { SS: 'a' }],
    ['a list that is no array', { L: {} }],
    ['a map that is an array', { M: [] }],
    ['a bad value deep inside', { L: [{ M: { a: { L: [{}] } } }] }],
  ])('refuses %s', (_, value) => {
    const call = () => decodeAttributeValue(value as unknown as AttributeValue)

    expect(call).toThrow(expect.objectContaining({ code: 'image.schema_invalid' }))
  })

  it('refuses a depth that would exhaust the stack', () => {
    let value: AttributeValue = { S: 'a' }
    for (let depth = 0; depth < 100_000; depth += 1) value = { L: [value] }

    const call = () => decodeAttributeValue(value)

    expect(call).toThrow(expect.objectContaining({ code: 'image.schema_invalid' }))
  })
})
