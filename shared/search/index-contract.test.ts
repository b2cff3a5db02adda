import { describe, expect, it } from 'vitest'
import { appendLineage, generationOf, toContract } from './index-contract.ts'

const FIRST = { table: 'orders', stream: '2026-11-01T00:00:00.000' }
const SECOND = { table: 'orders', stream: '2026-11-09T00:00:00.000' }
const CONTRACT = { codec: 'aws-20-10-1', lineages: [FIRST, SECOND] }

describe('generationOf', () => {
  it("is the stream's place in the list", () => {
    expect([FIRST, SECOND].map((stream) => generationOf(CONTRACT, stream))).toEqual([0, 1])
  })

  it('is null for another label, and for the same label of another table', () => {
    expect(generationOf(CONTRACT, { ...FIRST, stream: '2026-11-02T00:00:00.000' })).toBeNull()
    expect(generationOf(CONTRACT, { ...FIRST, table: 'customers' })).toBeNull()
  })
})

describe('appendLineage', () => {
  it('appends a new stream and leaves the places of the others', () => {
    expect(appendLineage([SECOND], FIRST)).toEqual([SECOND, FIRST])
  })

  it('changes nothing when the stream is in the list', () => {
    expect(appendLineage([FIRST, SECOND], { ...FIRST })).toEqual([FIRST, SECOND])
  })
})

describe('toContract', () => {
  it('reads what a deployment wrote', () => {
    expect(toContract(CONTRACT)).toEqual(CONTRACT)
  })

  it.each([
    ['no _meta', undefined],
    ['no codec', { lineages: [FIRST] }],
    ['no list of lineages', { codec: 'aws-20-10-1' }],
    ['a lineage of another form', { codec: 'aws-20-10-1', lineages: [FIRST, { table: 'orders' }] }],
  ])('takes %s for no contract', (_, meta) => {
    expect(toContract(meta)).toEqual({ codec: null, lineages: [] })
  })
})
