import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareSequenceNumbers, sharesCounter, toExternalVersion } from './index.ts'

/** Numbers that were seen in public, with what is known of each. */
const samples = readFileSync('test/fixtures/sequence-samples.csv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [value = '', kind = '', ...note] = line.split(',')
    return { value, kind, note: note.join(',') }
  })

/** Notes of samples that are of one item or of one shard and its children, each oldest first. */
const ONE_ORDER = [
  /key id=456, table mailbox-dev/,
  /key a\|b, KeysOnlyTable/,
  /key a\|b, OldTable/,
  /g88_new us-west-2/,
  /icarus-temp us-east-1/,
  /consecutive records, one shard/,
  /consecutive MODIFY of one key MyHashKey=abc/,
  /shardId-0000000141\d+-/,
  /shardId-000000015717\d+-/,
  /2014 preview sample/,
]

describe('public sequence numbers', () => {
  const ofKinds = (...kinds: string[]) => samples.filter(({ kind }) => kinds.includes(kind))

  it.each(ofKinds('record', 'range', 'docs', 'template', 'suspect'))(
    'takes the $kind number $value as AWS gave it',
    ({ value }) => {
      const version = toExternalVersion(value)

      expect(version).toBe((BigInt(value) / 10n ** 20n) << 10n)
      expect(version).toBeLessThan(2n ** 53n)
    },
  )

  it.each(ONE_ORDER)('orders strictly what was seen of %s', (note) => {
    const ofOne = samples.filter((sample) => note.test(sample.note)).map(({ value }) => value)
    const versions = ofOne.map((value) => toExternalVersion(value))

    expect(ofOne.length).toBeGreaterThan(1)
    for (const [place, version] of versions.entries()) {
      expect(version).toBeGreaterThan(versions[place - 1] ?? -1n)
    }
    expect(ofOne.toSorted(compareSequenceNumbers)).toEqual(ofOne)
  })

  it.each([
    ["the console's template", ofKinds('template').map(({ value }) => value)],
    ["moto's", samples.filter(({ value }) => value.startsWith('110000')).map(({ value }) => value)],
  ])('takes %s numbers as ties, which only the whole numbers order', (_, values) => {
    const versions = values.map((value) => toExternalVersion(value))

    expect(values.length).toBeGreaterThan(1)
    expect(versions.every((version) => sharesCounter(version, versions[0] ?? 0n))).toBe(true)
    expect(values.toReversed().toSorted(compareSequenceNumbers)).toEqual(values)
  })

  it.each(ofKinds('emulator').filter(({ value }) => value.startsWith('0')))(
    "refuses the emulator's number $value, as AWS never begins with a zero",
    ({ value }) => {
      expect(() => toExternalVersion(value)).toThrow(
        expect.objectContaining({ code: 'record.sequence_invalid' }),
      )
    },
  )

  it.each(ofKinds('emulator').filter(({ value }) => /^0{10}/.test(value)))(
    'takes the number $value of DynamoDB Local where its layout is set',
    ({ value }) => {
      expect(toExternalVersion(value, { layout: 'dynamodb-local' })).toBe(BigInt(value) << 10n)
    },
  )
})
