import { describe, expect, it } from 'vitest'
import { toBillTable, toQuantity } from './bill-table.ts'
import { fixed, variable } from './model/bill.ts'
import { PRICES } from './prices.ts'

describe('toBillTable', () => {
  it('puts lines of a part together, what is fixed apart, and totals below', () => {
    const tailrace = [
      variable('Bus', 'events', 2_000_000, PRICES.busEvent),
      variable('Search', 'sends to the queue', 2_000_000, PRICES.queueRequest),
      {
        ...variable('Search', 'invocations', 1_000_000, PRICES.functionRequest),
        note: 'of 2 changes',
      },
      variable('Lake', 'objects put', 0, PRICES.objectPut),
      { ...fixed('Search', 'nodes', 730, null), note: '1 x x9z.large.search' },
      fixed('Keys', 'key', 1, PRICES.key),
    ]
    const naive = [
      variable('Bus', 'events', 2_000_000, PRICES.busEvent),
      variable('Search', 'invocations', 2_000_000, PRICES.functionRequest),
    ]

    expect(toBillTable({ changes: 2_000_000, tailrace, naive })).toEqual([
      '                                                   a month  $/million  $/month  naive',
      'Bus          events                             2 M events       1.00     2.00   2.00',
      'Search       sends to the queue               2 M requests       0.40     0.80   0.00',
      '             invocations (of 2 changes)       1 M requests       0.10     0.20   0.40',
      'For changes                                                      1.50     3.00   2.40',
      '',
      'Search       nodes (1 x x9z.large.search)  price not known                   ?      ?',
      'Keys         key                                     1 key                1.00   0.00',
      'Fixed                                                            0.50     1.00   0.00',
      '',
      'Together                                                         2.00     4.00   2.40',
    ])
  })
})

describe('toQuantity', () => {
  it.each([
    [0.5, '0.5'],
    [9_999, '10000'],
    [43_800, '43.8 k'],
    [52_560_000, '52.6 M'],
    [2_628_000_000, '2.63 G'],
  ])('prints %d as %s', (quantity, text) => {
    expect(toQuantity(quantity)).toBe(text)
  })
})
