import { describe, expect, it } from 'vitest'
import { createQueueWatch } from './queue-watch.ts'

describe('createQueueWatch', () => {
  it('tells a DLQ that grows, at most twice a minute', () => {
    const watch = createQueueWatch()
    const look = (depth: number, at: number) =>
      watch.look(new Map([['SearchDlq', depth]]), at).map(({ text }) => text)

    const told = [look(0, 0), look(1, 2_000), look(4, 4_000), look(4, 33_000), look(4, 70_000)]

    expect(told).toEqual([
      [],
      ['SearchDlq holds 1 message'],
      [],
      ['SearchDlq holds 4 messages'],
      [],
    ])
  })

  it('tells a DLQ again that was emptied and grows again', () => {
    const watch = createQueueWatch()
    const look = (depth: number, at: number) => watch.look(new Map([['SearchDlq', depth]]), at)
    look(3, 0)
    look(0, 40_000)

    expect(look(1, 42_000)).toHaveLength(1)
  })

  it('says nothing of a queue that is no DLQ, and knows since when it is empty, or is not', () => {
    const watch = createQueueWatch()
    const look = (depth: number, at: number) => watch.look(new Map([['SearchQueue', depth]]), at)

    const told = [look(5, 0), look(0, 2_000), look(0, 4_000)]
    const sinceEmpty = watch.emptySince('SearchQueue')
    look(1, 6_000)

    expect(told.flat()).toEqual([])
    expect(sinceEmpty).toBe(2_000)
    expect(watch.emptySince('SearchQueue')).toBeUndefined()
    expect(watch.filledSince('SearchQueue')).toBe(6_000)
    expect(watch.depthOf('SearchQueue')).toBe(1)
  })
})
