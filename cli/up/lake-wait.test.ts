import { beforeEach, describe, expect, it } from 'vitest'
import { createLakeWait, type LakeWait } from './lake-wait.ts'
import { createQueueWatch, type QueueWatch } from './queue-watch.ts'

describe('createLakeWait', () => {
  let wait: LakeWait
  let queues: QueueWatch
  beforeEach(() => {
    wait = createLakeWait()
    queues = createQueueWatch()
  })

  const look = (depth: number, at: number) => {
    queues.look(new Map([['LakeQueue', depth]]), at)
    return wait.look(queues, at)
  }
  const deliver = (records: number, at: number) =>
    wait.onSignal({
      ...{ type: 'records.delivered', deliveryStream: 'LakeStream', key: 'k', bytes: 1 },
      ...{ records, at },
    })

  it('tells that changes wait when the queue stays filled and nothing is written', () => {
    const told = [look(3, 0), look(5, 4_000), look(5, 10_000), look(5, 12_000)]

    expect(told).toEqual([undefined, undefined, '5 changes wait for the lake', undefined])
  })

  it('says nothing of a queue that is never empty while objects are written', () => {
    const told = []
    for (let at = 0; at < 60_000; at += 2_000) {
      told.push(look(40, at))
      deliver(20, at + 1_000)
    }

    expect(told.filter((line) => line !== undefined)).toEqual([])
  })

  it('tells the end of the wait, and how many came through', () => {
    look(2, 0)
    look(2, 10_000)
    deliver(2, 13_000)

    expect(look(0, 14_000)).toBe('lake caught up: 2 changes after 14 s')
  })
})
