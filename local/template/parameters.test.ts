import { describe, expect, it } from 'vitest'
import { resolveParameters } from './parameters.ts'
import type { TemplateParameter } from './template.ts'

function resolve(declared: Partial<TemplateParameter> & Record<string, unknown>, value: string) {
  return resolveParameters({ P: { Type: 'String', ...declared } }, { P: value })
}

describe('resolveParameters', () => {
  it.each([
    [{ MinLength: 2, MaxLength: '3' }, 'ab'],
    [{ MinLength: 2, MaxLength: '3' }, 'abc'],
    [{ Type: 'Number', MinValue: '-1', MaxValue: 10 }, '-1'],
    [{ Type: 'Number', MinValue: '-1', MaxValue: 10 }, '10'],
    [{ Description: 'd', ConstraintDescription: 'c', NoEcho: true }, 'any'],
  ])('takes by %j the value %s', (declared, value) => {
    expect(resolve(declared, value)).toEqual({ P: value })
  })

  it.each([
    [{ MinLength: 2 }, 'a', 'parameter P must have at least 2 characters, not 1'],
    [{ MaxLength: '3' }, 'abcd', 'parameter P must have at most 3 characters, not 4'],
    [{ Type: 'Number', MinValue: '9' }, '8.5', 'parameter P must be at least 9, not 8.5'],
    [{ Type: 'Number', MaxValue: 9 }, '10', 'parameter P must be at most 9, not 10'],
    [{ AllowedPatern: 'a' }, 'b', 'parameter P has AllowedPatern, which is not modelled'],
  ])('refuses by %j the value %s', (declared, value, message) => {
    expect(() => resolve(declared, value)).toThrow(message)
  })
})
