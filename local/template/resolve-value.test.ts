// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so
import { describe, expect, it } from 'vitest'
import { resolveValue, type Scope } from './resolve-value.ts'

const scope: Scope = {
  ref: (name) => `ref-${name}`,
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mappings: { Sizes: { small: { mib: 512 } } },
}

describe('resolveValue', () => {
  it.each([
    ['Ref', { Ref: 'Table' }, 'ref-Table'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table/Stream.Arn'],
    ['Sub', { 'Fn::Sub': '${Table}:${Table.Arn}:${!literal}' }, 'ref-Table:Table/Arn:${literal}'],
    ['Sub with names of its own', { 'Fn::Sub': ['${a}-${B}', { a: { Ref: 'X' } }] }, 'ref-X-ref-B'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'mib'] }, 512],
    ['If, then', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
    ['If, else', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    ['Equals', { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }, true],
    ['Equals of a number and its text', { 'Fn::Equals': [1, '1'] }, true],
    ['Equals of a boolean and its text', { 'Fn::Equals': ['false', false] }, true],
    [
      'Equals of lists',
      {
        'Fn::Equals': [
          [1, { Ref: 'A' }],
          ['1', 'ref-A'],
        ],
      },
      true,
    ],
    ['Equals of different texts', { 'Fn::Equals': ['a', 'A'] }, false],
    ['And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    ['Not', { 'Fn::Not': [{ Condition: 'Yes' }] }, false],
  ])('works out %s', (_, value, expected) => {
    expect(resolveValue(value, scope)).toEqual(expected)
  })

  it('leaves out a property and a list entry that is NoValue', () => {
    const noValue = { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }

    const resolved = resolveValue({ gone: noValue, list: [1, noValue, 2] }, scope)

    expect(resolved).toEqual({ list: [1, 2] })
  })

  it('does not take the Condition of a policy statement for a function', () => {
    const statement = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }

    expect(resolveValue(statement, scope)).toEqual(statement)
  })

  it('does not evaluate the branch that is not chosen', () => {
    const broken = { 'Fn::Nonsense': 1 }

    expect(resolveValue({ 'Fn::If': ['Yes', 'a', broken] }, scope)).toBe('a')
  })

  it.each([
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue is not modelled'],
    [{ 'Fn::Select': [5, ['a']] }, 'chooses an entry that is not there'],
    [{ 'Fn::FindInMap': ['Sizes', 'large', 'mib'] }, 'no Sizes.large.mib'],
    [{ 'Fn::Equals': ['a', { Ref: 'AWS::NoValue' }] }, 'cannot compare AWS::NoValue'],
    [{ 'Fn::Join': ['-', 'no list'] }, 'Fn::Join needs a list'],
  ])('refuses %j', (value, message) => {
    expect(() => resolveValue(value, scope)).toThrow(message)
  })
})
