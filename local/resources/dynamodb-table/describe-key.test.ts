import type { AttributeDefinition } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { describeKey } from './describe-key.ts'

const HASH = { AttributeName: 'pk', KeyType: 'HASH' } as const
const RANGE = { AttributeName: 'sk', KeyType: 'RANGE' } as const

function keyOf(KeySchema: (typeof HASH | typeof RANGE)[], types: Record<string, 'S' | 'N'>) {
  const AttributeDefinitions = Object.entries(types).map(
    ([AttributeName, AttributeType]): AttributeDefinition => ({ AttributeName, AttributeType }),
  )
  return describeKey({ KeySchema, AttributeDefinitions })
}

describe('describeKey', () => {
  it('is the same in any order, and with attributes of an index beside', () => {
    const key = keyOf([HASH, RANGE], { pk: 'S', sk: 'N' })

    expect(key).toBe('HASH pk S, RANGE sk N')
    expect(keyOf([RANGE, HASH], { status: 'S', sk: 'N', pk: 'S' })).toBe(key)
  })

  it('is another with another type', () => {
    expect(keyOf([HASH, RANGE], { pk: 'S', sk: 'S' })).toBe('HASH pk S, RANGE sk S')
  })
})
