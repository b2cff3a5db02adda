import { describe, expect, it } from 'vitest'
import { compilePattern } from './index.ts'
import { patternRules } from './rules.ts'

/** Which of the events a pattern matches. */
function matching(pattern: unknown, events: readonly unknown[]): unknown[] {
  return events.filter(compilePattern(pattern))
}

function whyRefused(pattern: unknown, dialect: 'rule' | 'pipe' = 'rule'): string {
  try {
    compilePattern(pattern, dialect)
    return 'it is taken'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a pattern', () => {
  it(patternRules.fieldsAllValuesAny.text, () => {
    const pattern = { source: ['tailrace'], detail: { op: ['insert', 'modify'] } }
    const hit = { source: 'tailrace', detail: { op: 'modify' } }

    expect(matching(pattern, [hit, { ...hit, detail: { op: 'remove' } }])).toEqual([hit])
    expect(matching(pattern, [{ ...hit, source: 'other' }])).toEqual([])
  })

  it(patternRules.pathsAreDotted.text, () => {
    const events = [{ 'a.b': 1 }, { a: { b: 1 } }]

    expect(matching({ 'a.b': [1] }, events)).toEqual(events)
    expect(matching({ a: { b: [1] } }, events)).toEqual(events)
  })

  it(patternRules.exactByValue.text, () => {
    const events = [{ a: 3.0e2 }, { a: '300' }, { a: null }, { a: false }]

    expect(matching({ a: [300] }, events)).toEqual([{ a: 300 }])
    expect(matching({ a: [null, false] }, events)).toEqual([{ a: null }, { a: false }])
  })

  it(patternRules.existsSeesLeaves.text, () => {
    const leaves = [{ a: null }, { a: '' }, { a: [0] }]
    const others = [{ a: {} }, { a: [] }, { a: { b: 1 } }, {}]

    expect(matching({ a: [{ exists: true }] }, [...leaves, ...others])).toEqual(leaves)
    expect(matching({ a: [{ exists: false }] }, [...leaves, ...others])).toEqual(others)
  })

  it(patternRules.absentWithParent.text, () => {
    const absent = [{}, { a: null }, { a: 'text' }]

    expect(matching({ a: { b: [{ exists: false }] } }, [...absent, { a: { b: 1 } }])).toEqual(
      absent,
    )
  })

  it(patternRules.anythingButNeedsField.text, () => {
    const pattern = { a: [{ 'anything-but': ['x', 'y'] }] }

    expect(matching(pattern, [{}, { a: 'x' }, { a: null }, { a: 7 }])).toEqual([
      { a: null },
      { a: 7 },
    ])
  })

  it(patternRules.anythingButInArray.text, () => {
    const pattern = { a: [{ 'anything-but': 'x' }] }

    expect(matching(pattern, [{ a: ['x'] }, { a: ['x', 'y'] }])).toEqual([{ a: ['x', 'y'] }])
  })

  it(patternRules.arraysByIntersection.text, () => {
    const events = [{ a: ['x', 'z'] }, { a: ['y'] }]

    expect(matching({ a: ['w', 'x'] }, events)).toEqual([{ a: ['x', 'z'] }])
  })

  it(patternRules.oneElementOfArray.text, () => {
    const pattern = { lines: { sku: ['a'], size: ['L'] } }
    const apart = {
      lines: [
        { sku: 'a', size: 'S' },
        { sku: 'b', size: 'L' },
      ],
    }
    const together = { lines: [{ sku: 'b' }, { sku: 'a', size: 'L' }] }

    expect(matching(pattern, [apart, together])).toEqual([together])
  })
})

describe('an operator', () => {
  it(patternRules.numericRange.text, () => {
    const events = [0, 0.5, 5, '3'].map((n) => ({ n }))

    expect(matching({ n: [{ numeric: ['>', 0, '<=', 5] }] }, events)).toEqual([
      { n: 0.5 },
      { n: 5 },
    ])
    expect(matching({ n: [{ numeric: ['=', 0] }] }, events)).toEqual([{ n: 0 }])
    expect(whyRefused({ n: [{ numeric: ['<', 5, '>', 0] }] })).toContain('nothing follows "<"')
    expect(whyRefused({ n: [{ numeric: ['>', 5, '<', 5] }] })).toContain('below the second')
  })

  it(patternRules.numericDoubles.text, () => {
    expect(matching({ n: [{ numeric: ['>', 5e9] }] }, [{ n: 5e9 }, { n: 6e12 }])).toEqual([
      { n: 6e12 },
    ])
  })

  it(patternRules.prefixAndSuffix.text, () => {
    const events = ['order.modified', 'ORDER.parked', 'x'].map((a) => ({ a }))

    expect(matching({ a: [{ prefix: 'order.' }] }, events)).toEqual([{ a: 'order.modified' }])
    expect(matching({ a: [{ suffix: '.parked' }] }, events)).toEqual([{ a: 'ORDER.parked' }])
    expect(matching({ a: [{ prefix: { 'equals-ignore-case': 'Order' } }] }, events)).toHaveLength(2)
  })

  it(patternRules.ignoresCase.text, () => {
    const events = [{ a: 'SHIPPED' }, { a: 'ship' }]

    expect(matching({ a: [{ 'equals-ignore-case': 'shipped' }] }, events)).toEqual([events[0]])
  })

  it(patternRules.wildcardEscapes.text, () => {
    const events = ['dir/a.png', 'dir/*', 'dir\\'].map((a) => ({ a }))

    expect(matching({ a: [{ wildcard: 'dir/*.png' }] }, events)).toEqual([{ a: 'dir/a.png' }])
    expect(matching({ a: [{ wildcard: 'dir/\\*' }] }, events)).toEqual([{ a: 'dir/*' }])
    expect(matching({ a: [{ wildcard: 'd*\\\\' }] }, events)).toEqual([{ a: 'dir\\' }])
    expect(whyRefused({ a: [{ wildcard: 'a**b' }] })).toBe('"a": two stars in a row in "a**b"')
  })

  it(patternRules.wildcardComplexity.text, () => {
    const pattern = { a: [{ wildcard: 'a*'.repeat(60) }] }

    expect(matching(pattern, [{ a: 'a'.repeat(60) }, { a: 'a'.repeat(59) }])).toHaveLength(1)
  })

  it(patternRules.addresses.text, () => {
    const events = ['10.0.0.7', '10.0.1.7', '2001:DB8::1', 'x'].map((a) => ({ a }))

    expect(matching({ a: [{ cidr: '10.0.0.0/24' }] }, events)).toEqual([{ a: '10.0.0.7' }])
    expect(matching({ a: ['2001:db8:0:0:0:0:0:1'] }, events)).toEqual([{ a: '2001:DB8::1' }])
  })

  it(patternRules.fullMaskRefused.text, () => {
    expect(whyRefused({ a: [{ cidr: '10.0.0.1/32' }] })).toContain('masks fewer than 32 bits')
    expect(whyRefused({ a: [{ cidr: '::1/128' }] })).toContain('masks fewer than 128 bits')
  })

  it(patternRules.orOfObjects.text, () => {
    const pattern = { $or: [{ op: ['remove'] }, { transition: { to: ['cancelled'] } }] }
    const events = [{ op: 'remove' }, { op: 'modify', transition: { to: 'cancelled' } }]

    expect(matching(pattern, [...events, { op: 'modify' }])).toEqual(events)
    expect(whyRefused({ $or: [{ a: [1] }] })).toContain('at least two objects')
    expect(whyRefused({ $or: [{ prefix: [1] }, { a: [1] }] })).toContain('kept for the operator')
  })

  it(patternRules.orCombinations.text, () => {
    const tenWays = (name: string) => ({
      [name]: { $or: Array.from({ length: 10 }, (_, way) => ({ [`f${way}`]: [1] })) },
    })
    const thousand = { ...tenWays('a'), ...tenWays('b'), ...tenWays('c') }

    expect(whyRefused(thousand)).toBe('it is taken')
    expect(whyRefused({ ...thousand, ...tenWays('d') })).toContain('more than 1000 combinations')
  })
})

describe('a pattern that is refused', () => {
  it.each([
    [{}, 'an empty object matches nothing: name a field in it'],
    [{ a: {} }, '"a": an empty object matches nothing: name a field in it'],
    [{ a: { b: [] } }, '"a.b": an empty list matches nothing'],
  ])(patternRules.refusesEmpty.text, (pattern, reason) => {
    expect(whyRefused(pattern)).toBe(reason)
  })

  it(patternRules.refusesBareValues.text, () => {
    const reason = whyRefused({ detail: { op: 'insert' } })

    expect(reason).toBe('"detail.op": values stand in a list: ["insert"], not "insert"')
  })

  it.each([
    [{ a: [['b']] }, '"a": a list of values holds no further list'],
    [{ a: [{}] }, '"a": {} names no operator'],
    [{ a: [{ Prefix: 'b' }] }, '"a": there is no operator "Prefix", but exactly, prefix, suffix'],
    [{ a: [{ prefix: 'b', suffix: 'c' }] }, '"a": each operator stands in an object of its own'],
    [{ a: [{ exists: 'yes' }] }, '"a": "exists" takes true or false'],
    [{ a: [{ numeric: 5 }] }, '"a": "numeric" takes a list such as [">", 0, "<=", 5]'],
    [{ a: [{ numeric: ['==', 5] }] }, '"a": "numeric" compares by = < <= > >=, not by "=="'],
    [{ a: [{ numeric: ['>', '5'] }] }, '"a": "numeric" compares > with a number, not with "5"'],
    [{ a: [{ cidr: '10' }] }, '"cidr" takes a block of addresses such as "10.0.0.0/24", not "10"'],
    [{ a: [{ 'anything-but': null }] }, '"a": "anything-but" takes a string, a number, a list of'],
    [
      { a: [{ 'anything-but': { cidr: 'x' } }] },
      '"anything-but" takes one of prefix, suffix, equals',
    ],
  ])('tells a newcomer what is wrong in %j', (pattern, reason) => {
    expect(whyRefused(pattern)).toContain(reason)
  })
})

describe('a Pipe filter', () => {
  it.each([{ wildcard: 'a*' }, { 'anything-but': { prefix: 'a' } }])(
    patternRules.pipeOperators.text,
    (operator) => {
      expect(whyRefused({ a: [operator] }, 'rule')).toBe('it is taken')
      expect(whyRefused({ a: [operator] }, 'pipe')).toContain('only rules have it')
    },
  )

  it.each([{ cidr: '10.0.0.0/24' }, { exactly: 'a' }])(
    patternRules.pipeUnlisted.text,
    (operator) => {
      expect(whyRefused({ a: [operator] }, 'rule')).toBe('it is taken')
      expect(whyRefused({ a: [operator] }, 'pipe')).toContain('only rules have it')
    },
  )
})

describe('where the service may differ from its library', () => {
  it(patternRules.parsedJson.text, () => {
    const event: unknown = JSON.parse('{"a": 1, "a": 2}')

    expect(compilePattern({ a: [2] })(event)).toBe(true)
    expect(compilePattern({ a: [1] })(event)).toBe(false)
  })

  it(patternRules.namesAsTheyAre.text, () => {
    expect(compilePattern({ a: { '': ['x'] } })({ a: { '': 'x' } })).toBe(true)
    expect(compilePattern({ a: [{ 'equals-ignore-case': '🚚' }] })({ a: '🚚' })).toBe(true)
    expect(compilePattern({ a: [{ 'equals-ignore-case': '🚚' }] })({ a: '??' })).toBe(false)
  })
})
