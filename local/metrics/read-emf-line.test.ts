import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { followLines } from '../functions/follow-lines.ts'
import { alarmRules } from '../resources/alarm/rules.ts'
import { readEmfLine } from './read-emf-line.ts'

function aLine(changes: Record<string, unknown> = {}, dimensions: unknown = [['service']]): string {
  const Metrics = [{ Name: 'RecordsParked', Unit: 'Count' }, { Name: 'LagMs' }]
  const directive = { Namespace: 'tailrace-dev', Dimensions: dimensions, Metrics }
  return JSON.stringify({
    _aws: { Timestamp: 1_795_246_000_000, CloudWatchMetrics: [directive] },
    service: 'enrichment',
    RecordsParked: 3,
    LagMs: [10, 20],
    ...changes,
  })
}

describe('readEmfLine', () => {
  it(alarmRules.fromLogs.text, () => {
    const own = { namespace: 'tailrace-dev', dimensions: { service: 'enrichment' } }

    expect(readEmfLine(aLine())).toEqual([
      { ...own, name: 'RecordsParked', value: 3, unit: 'Count' },
      { ...own, name: 'LagMs', value: 10 },
      { ...own, name: 'LagMs', value: 20 },
    ])
    expect(readEmfLine(aLine({}, [['service'], []]))).toHaveLength(6)
    expect(readEmfLine(aLine({}, []))[0]?.dimensions).toEqual({})
  })

  it.each([
    ['any other line', '{"level":"INFO","message":"Enriched a batch"}'],
    ['a line that mentions the format', 'no JSON with "_aws" in it'],
    ['a line of another shape', '{"_aws":{"CloudWatchMetrics":"none"}}'],
    ['a line without its dimension', aLine({ service: undefined })],
    ['values that are none', aLine({ RecordsParked: 'three', LagMs: null })],
  ])('takes nothing from %s', (_what, line) => {
    expect(readEmfLine(line)).toEqual([])
  })
})

describe('followLines', () => {
  it('tells whole lines, however they are cut, and not the one that has not ended', async () => {
    const output = new PassThrough()
    const lines: string[] = []
    followLines(output, (line) => lines.push(line))
    const bytes = Buffer.from('erste\nzwölf\n\nle')

    for (const byte of bytes) output.write(Buffer.of(byte))
    output.end()
    await new Promise((resolve) => output.once('end', resolve))

    expect(lines).toEqual(['erste', 'zwölf', ''])
  })
})
