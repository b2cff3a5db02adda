import { describe, expect, it } from 'vitest'
import { type Flags, planChanges } from './plan-changes.ts'

const LINE = '{"action":"delete","customerId":"c","orderId":"o"}'

describe('planChanges', () => {
  it('plans one change of one order', async () => {
    const { changes, total } = await plan(['status', 'shipped'], { customer: 'c', order: 'o' })

    expect([...changes]).toEqual([
      { action: 'status', order: { customerId: 'c', orderId: 'o' }, status: 'shipped' },
    ])
    expect(total).toBe(1)
  })

  it('names a new order as it is told to', async () => {
    const { changes } = await plan(['create'], { customer: 'c', order: 'o' })

    expect([...changes]).toMatchObject([
      { action: 'create', order: { customerId: 'c', orderId: 'o' } },
    ])
  })

  it('makes a flow one by one, however long it is', async () => {
    const { changes, total } = await plan([], { count: String(Number.MAX_SAFE_INTEGER) })

    const [first] = changes
    expect(first).toMatchObject({ action: 'create' })
    expect(total).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('reads a file', async () => {
    const { changes, rate } = await plan([], { file: 'orders.ndjson', rate: '5' })

    expect([...changes]).toEqual([{ action: 'delete', order: { customerId: 'c', orderId: 'o' } }])
    expect(rate).toBe(5)
  })

  it.each<[string[], Flags, string]>([
    [[], {}, 'What is to be published?'],
    [['burn'], {}, 'There is no change "burn".'],
    [['cancel', 'foo'], { customer: 'c', order: 'o' }, '"foo" is one word too many.'],
    [['create'], { count: '5' }, 'create takes no --count.'],
    [[], { count: '3', file: 'x' }, '--file takes no --count.'],
    [['create'], { order: '' }, '--order is empty.'],
    [['delete'], { customer: 'c' }, 'Which order?'],
    [['status'], { customer: 'c', order: 'o' }, 'status is ""'],
    [[], { count: '1.5' }, '--count is "1.5"'],
    [[], { count: '2', rate: '0' }, '--rate is "0"'],
  ])('refuses %j with %j: %s', async (words, flags, reason) => {
    await expect(plan(words, flags)).rejects.toThrow(reason)
  })

  it('names a file that cannot be read', async () => {
    const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOENT' }))

    await expect(planChanges([], { file: 'gone' }, missing)).rejects.toThrow(
      'gone cannot be read: there is no such file.',
    )
  })
})

function plan(words: string[], flags: Flags) {
  return planChanges(words, flags, async () => LINE)
}
