import { describe, expect, it } from 'vitest'
import { tableProperties } from './table-properties.ts'

describe('tableProperties', () => {
  it('describes a table with a sort key and without TTL', () => {
    const keys = {
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'at', type: 'N' },
    } as const

    expect(tableProperties(keys)).toEqual({
      attributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      timeToLive: null,
    })
  })

  it('describes a table without a sort key and with TTL', () => {
    const keys = { partitionKey: { name: 'id', type: 'B' }, timeToLive: 'endsAt' } as const

    expect(tableProperties(keys)).toEqual({
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'B' }],
      keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      timeToLive: { AttributeName: 'endsAt', Enabled: true },
    })
  })
})
