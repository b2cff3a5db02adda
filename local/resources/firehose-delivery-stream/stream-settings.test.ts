import { describe, expect, it } from 'vitest'
import { aDestination, aQuery } from './a-delivery-stream.ts'
import { evaluatePrefix } from './prefix.ts'
import { firehoseRules } from './rules.ts'
import { readStreamSettings } from './stream-settings.ts'

const NOT_PARTITIONED = {
  Prefix: 'plain/',
  DynamicPartitioningConfiguration: { Enabled: false },
  ProcessingConfiguration: { Enabled: false },
}

function read(properties: object) {
  return readStreamSettings(aDestination(properties))
}

function prefixOf(properties: object): string {
  const { prefix } = read({ ...NOT_PARTITIONED, ...properties })
  return evaluatePrefix(prefix, {
    arrivedAtMs: Date.parse('2026-01-02T03:04:05Z'),
    randomText: () => 'random',
  })
}

describe('readStreamSettings', () => {
  it.each([
    { SizeInMBs: 63, IntervalInSeconds: 60 },
    { SizeInMBs: 64, IntervalInSeconds: 59 },
    { SizeInMBs: 129, IntervalInSeconds: 60 },
    { SizeInMBs: 64, IntervalInSeconds: 901 },
    { SizeInMBs: 64.5, IntervalInSeconds: 60 },
    { SizeInMBs: 64 },
    { IntervalInSeconds: 60 },
    {},
  ])(`${firehoseRules.bufferHints.text} (%j)`, (BufferingHints) => {
    expect(() => read({ BufferingHints })).toThrow(/SizeInMBs|IntervalInSeconds/)
  })

  it('reads numbers that are texts, and has five minutes and 5 MiB where nothing is partitioned', () => {
    const hints = { SizeInMBs: '128', IntervalInSeconds: '900' }

    const given = read({ BufferingHints: hints })
    const byItself = read({ ...NOT_PARTITIONED, BufferingHints: {} })

    expect(given).toMatchObject({ bufferBytesMax: 128 * 1024 * 1024, bufferMs: 900_000 })
    expect(byItself).toMatchObject({ bufferBytesMax: 5 * 1024 * 1024, bufferMs: 300_000 })
  })

  it.each([
    [{ ProcessingConfiguration: { Enabled: false } }, 'needs the processor'],
    [{ DynamicPartitioningConfiguration: { Enabled: false } }, 'needs dynamic partitioning'],
    [{ ProcessingConfiguration: { Enabled: true, Processors: [{}, {}] } }, 'one processor'],
    [{ ProcessingConfiguration: aQuery('') }, 'needs a MetadataExtractionQuery'],
    [{ ProcessingConfiguration: { Enabled: true, Processors: [{}] } }, 'JQ-1.6'],
  ])(`${firehoseRules.processors.text} (%#)`, (properties, message) => {
    expect(() => read(properties)).toThrow(message)
  })

  it.each(['{a: (.a | abs)}', '{a: .b|toarray|.[0]}', '{a: pick(.a).a}', '{a: (.a | @base32d)}'])(
    `${firehoseRules.queryEngine.text} (%s)`,
    (query) => {
      expect(() => read({ ProcessingConfiguration: aQuery(query) })).toThrow('jq 1.6')
    },
  )

  it.each(['{a: .abs, pick: .trim}', '{a: "skip"}', '{a: .a} # abs', '{a: (.a | ltrimstr("x"))}'])(
    'takes the query %s: what looks newer in it is no function',
    (query) => {
      expect(read({ ProcessingConfiguration: aQuery(query) }).query).toBe(query)
    },
  )

  it.each([
    [{ Prefix: 'a/!{firehose:error-output-type}/!{partitionKeyFromQuery:a}/' }, 'cannot hold'],
    [{ Prefix: 'a/!{partitionKeyFromQuery:a}/', ErrorOutputPrefix: undefined }, 'needs an Error'],
    [{ ErrorOutputPrefix: 'e/!{timestamp:yyyy}/' }, 'needs !{firehose:error-output-type}'],
    [
      { ErrorOutputPrefix: '!{firehose:error-output-type}/!{partitionKeyFromQuery:a}' },
      'cannot hold partition keys',
    ],
    [{ Prefix: 'plain/' }, 'needs a Prefix with'],
    [
      { ...NOT_PARTITIONED, Prefix: '!{partitionKeyFromQuery:a}/' },
      'partition keys in Prefix need dynamic partitioning',
    ],
    [{ Prefix: '!{partitionKeyFromQuery:a}/!{oops' }, 'does not begin an expression'],
    [{ Prefix: '!{firehose:oops}/' }, 'no expression'],
    [{ Prefix: '!{oops:a}/' }, 'no expression'],
    [{ Prefix: '!{partitionKeyFromLambda:a}/' }, 'not modelled'],
    [{ FileExtension: 'json' }, 'FileExtension'],
  ])(`${firehoseRules.prefixRules.text} (%j)`, (properties, message) => {
    expect(() => read(properties)).toThrow(message)
  })

  it(firehoseRules.defaultTime.text, () => {
    expect(prefixOf({ Prefix: 'plain/' })).toBe('plain/2026/01/02/03/')
    expect(prefixOf({ Prefix: undefined })).toBe('2026/01/02/03/')
    expect(prefixOf({ Prefix: 'plain/!{timestamp:yyyy}/' })).toBe('plain/2026/')
    expect(read({}).prefix.map(({ kind }) => kind)).not.toContain('timestamp')
  })

  it('reads the letters and quotes of a timestamp', () => {
    const Prefix = "!{timestamp:'dt='yyyy-MM-dd}/!{timestamp:HH'h'mm''ss}/"

    expect(prefixOf({ Prefix })).toBe("dt=2026-01-02/03h04'05/")
  })

  it.each(['YYYY', 'yy', 'DDD', 'E', "yyyy'T'hh"])(
    `${firehoseRules.timestampLetters.text} (%s)`,
    (letters) => {
      expect(() => prefixOf({ Prefix: `!{timestamp:${letters}}/` })).toThrow('not modelled')
    },
  )
})
