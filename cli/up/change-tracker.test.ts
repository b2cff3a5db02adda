import { describe, expect, it } from 'vitest'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { createChangeTracker } from './change-tracker.ts'

describe('createChangeTracker', () => {
  it('counts from the acknowledgement of the write, also when the stream was faster', () => {
    const tracker = createChangeTracker()
    const write = tracker.announce('pk=a')

    tracker.read('e-1', 'pk=a', 90)
    write.acknowledged(100)

    expect(tracker.onBus(anEvent('e-1'), 200).since).toBe(100)
  })

  it('pairs the writes of an item with its records in their order', () => {
    const tracker = createChangeTracker()
    tracker.announce('pk=a').acknowledged(1)
    tracker.announce('pk=a').acknowledged(2)

    tracker.read('e-1', 'pk=a', 10)
    tracker.read('e-2', 'pk=a', 11)

    expect(tracker.onBus(anEvent('e-2'), 20).since).toBe(2)
    expect(tracker.onBus(anEvent('e-1'), 20).since).toBe(1)
  })

  it('counts a write of another process from its first read', () => {
    const tracker = createChangeTracker()

    tracker.read('e-1', 'pk=a', 10)

    expect(tracker.onBus(anEvent('e-1'), 20).since).toBe(10)
  })
})

function anEvent(eventID: string): ChangeEvent {
  return {
    eventID,
    version: 1,
    type: 'order.inserted',
    entity: 'order',
    op: 'insert',
    id: 'a',
    key: { pk: 'a' },
    time: '2026-11-21T07:26:36Z',
    position: { table: 't', stream: 's', sequenceNumber: '0' },
    expired: false,
    changed: [],
    transition: null,
    before: null,
    after: {},
  }
}
