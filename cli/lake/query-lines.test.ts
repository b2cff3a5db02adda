import { describe, expect, it } from 'vitest'
import { toLines } from './query-lines.ts'

const result = {
  columns: ['id', 'total', 'changed', 'id'],
  rows: [
    ['a|1', 129.9, ['status'], ''],
    ['say "a, b"', '12345678901234567890.5', null, 'x'],
  ],
}

describe('toLines', () => {
  it('makes a table whose numbers are whole and whose nulls are seen', () => {
    expect(toLines(result, 'table')).toEqual([
      'id          total                   changed     id_2',
      '----------  ----------------------  ----------  ----',
      'a|1         129.9                   ["status"]',
      'say "a, b"  12345678901234567890.5  null        x',
    ])
  })

  it('makes one JSON object a row', () => {
    expect(toLines(result, 'json').map((line) => JSON.parse(line))).toEqual([
      { id: 'a|1', total: 129.9, changed: ['status'], id_2: '' },
      { id: 'say "a, b"', total: '12345678901234567890.5', changed: null, id_2: 'x' },
    ])
  })

  it('makes CSV that tells null from empty text', () => {
    expect(toLines(result, 'csv')).toEqual([
      'id,total,changed,id_2',
      'a|1,129.9,"[""status""]",""',
      '"say ""a, b""",12345678901234567890.5,,x',
    ])
  })

  it('makes a heading of CSV also where there are no rows', () => {
    const none = { columns: ['id'], rows: [] }

    expect(toLines(none, 'csv')).toEqual(['id'])
    expect(toLines(none, 'json')).toEqual([])
    expect(toLines(none, 'table')).toEqual([])
  })
})
