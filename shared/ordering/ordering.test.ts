import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codecId,
  comparePositions,
  compareSequenceNumbers,
  padSequenceNumber,
  sharesCounter,
  tiesLeft,
  toExternalVersion,
  toSnapshotVersion,
} from './index.ts'

const A_LIMIT = 2n ** 43n
const B_LIMIT = 10n ** 20n

/** Any number that the layout `aws` accepts. */
const awsNumber = fc
  .tuple(fc.bigInt(1n, A_LIMIT - 1n), fc.bigInt(0n, B_LIMIT - 1n))
  .map(([a, b]) => a * B_LIMIT + b)

describe('toExternalVersion', () => {
  it.each([
    ['an unknown layout', { layout: 'gcp' }],
    ['a layout of null', { layout: null }],
    ['the name of what every object has', { layout: 'constructor' }],
    ['null in place of options', null],
  ])('refuses %s', (_, options) => {
    expect(() => toExternalVersion('2574600000000000000935255', options as never)).toThrow(
      withCode('sequence.layout_unknown'),
    )
  })

  it.each([
    ['0', 'the number of a snapshot'],
    ['', 'nothing'],
    ['12345678901234567890', '20 digits'],
    ['0'.repeat(20).concat('1'), 'a leading zero'],
    ['1'.repeat(41), '41 digits'],
    ['9'.repeat(40), 'a counter beyond 2^43'],
    [`${A_LIMIT}${'0'.repeat(20)}`, 'a counter of just 2^43'],
    ['1e400000000000000000000', 'an exponent'],
    [' 200000000004282719674', 'a space'],
    ['200000000004282719674\n', 'a line break'],
    ['２００００００００００4282719674', 'digits of another script'],
  ])('refuses %j: %s', (text) => {
    expect(() => toExternalVersion(text)).toThrow(withCode('record.sequence_invalid'))
  })

  it('refuses what is no text, whatever it would read as', () => {
    const values = [undefined, null, 2e20, {}, ['200000000004282719674']]

    for (const value of values) {
      const call = () => toExternalVersion(value as unknown as string)
      expect(call).toThrow(withCode('record.sequence_invalid'))
    }
  })

  it('takes the last counter below 2^43', () => {
    const version = toExternalVersion(`${A_LIMIT - 1n}${'9'.repeat(20)}`)

    expect(version).toBe((A_LIMIT - 1n) << 10n)
  })

  it('puts the generation above everything of an earlier one', () => {
    const version = toExternalVersion('200000000004282719674', { generation: 3 })

    expect(version).toBe(3n * 2n ** 53n + (2n << 10n))
  })

  it.each([-1, 1.5, 1024, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the generation %d',
    (generation) => {
      const call = () => toExternalVersion('200000000004282719674', { generation })

      expect(call).toThrow(withCode('lineage.generation_invalid'))
    },
  )

  it('stays within what OpenSearch takes, at the largest of all', () => {
    const largest = `${A_LIMIT - 1n}${'9'.repeat(20)}`

    expect(toExternalVersion(largest, { generation: 1023 })).toBeLessThan(2n ** 63n)
  })

  it('property: a greater number never gives a lower version', () => {
    fc.assert(
      fc.property(awsNumber, awsNumber, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]

        const versions = [toExternalVersion(String(low)), toExternalVersion(String(high))] as const

        expect(versions[0] <= versions[1]).toBe(true)
      }),
    )
  })

  it('property: any number of a later generation beats any of an earlier one', () => {
    fc.assert(
      fc.property(awsNumber, awsNumber, fc.integer({ min: 0, max: 1022 }), (a, b, generation) => {
        const earlier = toExternalVersion(String(a), { generation })
        const later = toExternalVersion(String(b), { generation: generation + 1 })

        expect(later).toBeGreaterThan(earlier)
      }),
    )
  })

  it('property: it answers or refuses, whatever text it is given', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{0,45}$/))
    fc.assert(
      fc.property(text, (value) => {
        try {
          expect(toExternalVersion(value)).toBeTypeOf('bigint')
        } catch (error) {
          expect(error).toMatchObject({ code: 'record.sequence_invalid' })
        }
      }),
    )
  })

  describe('with the layout dynamodb-local', () => {
    const layout = 'dynamodb-local'

    it('counts by the whole number', () => {
      expect(toExternalVersion('000000000000000000634', { layout })).toBe(634n << 10n)
    })

    it.each([
      ['000000000000000000000', 'no change has the number 0'],
      ['200000000004282719674', 'no leading zero'],
      ['0000000000000000000001', '22 digits'],
      ['00000000000000000001', '20 digits'],
      [String(A_LIMIT).padStart(21, '0'), '2^43'],
    ])('refuses %s: %s', (text) => {
      expect(() => toExternalVersion(text, { layout })).toThrow(withCode('record.sequence_invalid'))
    })
  })
})

describe('the room for ties', () => {
  it.each([
    [5n << 10n, 1023n],
    [(5n << 10n) + 1n, 1022n],
    [(5n << 10n) + 1023n, 0n],
  ])('of the version %d is %d', (version, left) => {
    expect(tiesLeft(version)).toBe(left)
  })

  it('property: is used up before the version is the next counter', () => {
    fc.assert(
      fc.property(awsNumber, fc.bigInt(0n, 1023n), (number, ties) => {
        const version = toExternalVersion(String(number))

        expect(sharesCounter(version, version + ties)).toBe(true)
        expect(sharesCounter(version, version + ties + tiesLeft(version + ties) + 1n)).toBe(false)
      }),
    )
  })
})

describe('toSnapshotVersion', () => {
  it('property: it loses to every change of its generation and beats all of the one before', () => {
    fc.assert(
      fc.property(awsNumber, fc.integer({ min: 1, max: 1023 }), (number, generation) => {
        const snapshot = toSnapshotVersion(generation)

        expect(toExternalVersion(String(number), { generation })).toBeGreaterThan(snapshot)
        expect(toExternalVersion(String(number), { generation: generation - 1 })).toBeLessThan(
          snapshot,
        )
      }),
    )
  })

  it('is 1 in the first generation', () => {
    expect(toSnapshotVersion()).toBe(1n)
  })
})

describe('padSequenceNumber', () => {
  it('property: text order of padded numbers is the order of the numbers', () => {
    const any = fc.bigInt(0n, 10n ** 40n - 1n)
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [x, y] = [padSequenceNumber(String(a)), padSequenceNumber(String(b))]

        expect(x.length).toBe(40)
        expect(x < y).toBe(a < b)
        expect(compareSequenceNumbers(String(a), String(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('pads the number of a snapshot', () => {
    expect(padSequenceNumber('0')).toBe('0'.repeat(40))
  })

  it.each(['', '-1', '1'.repeat(41), '1.0', '0x1'])('refuses %j', (text) => {
    expect(() => padSequenceNumber(text)).toThrow(withCode('record.sequence_invalid'))
  })
})

describe('compareSequenceNumbers', () => {
  it('tells apart two numbers that are equal as doubles', () => {
    expect(compareSequenceNumbers('200000000027074221525', '200000000027074221526')).toBe(-1)
  })

  it('puts a longer number after a shorter one that begins higher', () => {
    expect(compareSequenceNumbers('9900000000000000000000', '10000000000000000000000')).toBe(-1)
  })
})

describe('comparePositions', () => {
  const early = '2026-11-01T00:00:00.000'
  const late = '2026-11-02T00:00:00.000'

  it.each([
    [{ stream: early, sequenceNumber: '9' }, { stream: late, sequenceNumber: '1' }, -1],
    [{ stream: late, sequenceNumber: '1' }, { stream: early, sequenceNumber: '9' }, 1],
    [{ stream: early, sequenceNumber: '9' }, { stream: early, sequenceNumber: '10' }, -1],
    [{ stream: early, sequenceNumber: '0' }, { stream: early, sequenceNumber: '1' }, -1],
    [{ stream: early, sequenceNumber: '7' }, { stream: early, sequenceNumber: '7' }, 0],
  ])('orders %o and %o as %d', (a, b, order) => {
    expect(comparePositions(a, b)).toBe(order)
  })
})

describe('codecId', () => {
  it('is of no unknown layout', () => {
    expect(() => codecId('gcp' as never)).toThrow(withCode('sequence.layout_unknown'))
  })

  it('names the codec of each layout', () => {
    expect(codecId('aws')).toBe('aws-20-10-1')
    expect(codecId('dynamodb-local')).toBe('dynamodb-local-0-10-1')
  })
})

function withCode(code: string) {
  return expect.objectContaining({ code })
}
