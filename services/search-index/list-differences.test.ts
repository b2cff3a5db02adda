import { describe, expect, it } from 'vitest'
import { listDifferences } from './list-differences.ts'

const keyword = { type: 'keyword', ignore_above: 10 }
const pathsOf = (has: object, wants: object) =>
  listDifferences(has as never, wants as never).map(({ path }) => path.join('.'))

describe('listDifferences', () => {
  it('is empty where both say the same, in whatever order', () => {
    const has = { a: { ignore_above: 10, type: 'keyword' }, b: { properties: { c: keyword } } }
    const wants = { b: { type: 'object', properties: { c: keyword } }, a: keyword }

    expect(pathsOf(has, wants)).toEqual([])
  })

  it('leaves out what only one of both has, at any depth', () => {
    const has = { old: keyword, b: { properties: { old: keyword } } }
    const wants = { added: keyword, b: { properties: { added: keyword } } }

    expect(pathsOf(has, wants)).toEqual([])
  })

  it('names the very field, with a change of it alone and the way back', () => {
    const has = { a: keyword, b: { type: 'nested', properties: { c: keyword, d: keyword } } }
    const text = { type: 'text' }
    const wants = { a: keyword, b: { type: 'nested', properties: { c: text, d: keyword } } }

    expect(listDifferences(has, wants)).toEqual([
      {
        path: ['b', 'c'],
        has: keyword,
        wants: text,
        change: { b: { type: 'nested', properties: { c: text } } },
        restore: { b: { type: 'nested', properties: { c: keyword } } },
      },
    ])
  })

  it('tells a map that differs from the fields in it that do', () => {
    const has = { b: { type: 'nested', properties: { c: keyword } } }
    const wants = { b: { type: 'nested', dynamic: true, properties: { c: { type: 'long' } } } }

    expect(listDifferences(has, wants)).toMatchObject([
      { path: ['b'], has: { type: 'nested' }, wants: { type: 'nested', dynamic: true } },
      { path: ['b', 'c'] },
    ])
  })

  it.each([
    ['another type of map', { properties: { c: keyword } }, { type: 'nested', properties: {} }],
    ['a value in place of a map', { properties: { c: keyword } }, keyword],
    ['a map in place of a value', keyword, { properties: { c: keyword } }],
    ['a map that is only stored', { properties: { c: keyword } }, { enabled: false }],
  ])('takes %s for one difference', (_, has, wants) => {
    expect(pathsOf({ b: has }, { b: wants })).toEqual(['b'])
  })
})
