import { describe, expect, it } from 'vitest'
import { resolveParameter } from './json-path.ts'

describe('resolveParameter', () => {
  const item = { type: 'order.modified', position: { parts: ['a', 'b'] }, count: 3 }

  it.each([
    ['tailrace', 'tailrace'],
    ['$.type', 'order.modified'],
    ['$.position.parts[1]', 'b'],
  ])('gives for %s the text %s', (parameter, expected) => {
    expect(resolveParameter(parameter, item)).toBe(expected)
  })

  it.each([
    ['$.missing', 'leads to no text'],
    ['$.count', 'leads to no text'],
    ['$.toString', 'leads to no text'],
    ['$..type', 'is not modelled'],
    ['$.a[*]', 'is not modelled'],
  ])('refuses %s', (parameter, message) => {
    expect(() => resolveParameter(parameter, item)).toThrow(message)
  })
})
