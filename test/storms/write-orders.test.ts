import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { NotTaken, writeOrders } from './write-orders.ts'

const STORM = {
  seed: 1,
  writes: [{ atMs: 0, customer: 1, order: 1, kind: 'good', version: 1 }],
} as const

/** Writes to a table that answers as it is told, and gives up soon. */
function write(send: () => Promise<object>) {
  const dynamodb = { send } as unknown as DynamoDBClient
  return writeOrders(STORM, { dynamodb, tableName: 'orders' }, 300)
}

describe('writeOrders', () => {
  it.each([
    ['is away', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['is frozen', () => new Promise<object>(() => undefined)],
  ])('gives up a table that %s for ever', async (_how, send) => {
    await expect(write(send)).rejects.toEqual(new NotTaken('the table took no write for 0.3 s'))
  })

  it('writes again what the table did not take', async () => {
    let asked = 0

    await write(async () => {
      asked += 1
      if (asked === 1) throw new Error('ECONNREFUSED')
      return {}
    })

    expect(asked).toBe(2)
  })

  it('says at once what the table refuses', async () => {
    const refusal = new DynamoDBServiceException({
      ...{ name: 'ValidationException', message: 'no such table', $fault: 'client' },
      $metadata: {},
    })

    await expect(write(() => Promise.reject(refusal))).rejects.toBe(refusal)
  })
})
