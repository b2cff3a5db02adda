import { describe, expect, it } from 'vitest'
import { tableKeyProperties } from './table-key-properties.ts'

describe('tableKeyProperties', () => {
  it('describes a table with a sort key', () => {
    const keys = {
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'at', type: 'N' },
    } as const

    expect(tableKeyProperties(keys)).toEqual({
      attributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
    })
  })

  it('describes a table without one', () => {
    const keys = { partitionKey: { name: 'id', type: 'B' } } as const

    expect(tableKeyProperties(keys)).toEqual({
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'B' }],
      keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    })
  })
})
