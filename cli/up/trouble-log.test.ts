import { describe, expect, it } from 'vitest'
import { formatTime } from './format-change.ts'
import { createTroubleLog } from './trouble-log.ts'

const THROTTLED = { key: 'throttled', text: 'f was throttled: 1 in use', short: 'f was throttled' }

describe('createTroubleLog', () => {
  it('tells a trouble in full once, then how often it came again', () => {
    const log = createTroubleLog()

    const first = log.note(THROTTLED, 0)
    const more = Array.from({ length: 12 }, (_, index) => log.note(THROTTLED, index * 1_000))
    const early = log.look(29_000)
    const due = log.look(30_000)

    expect(first).toEqual(['f was throttled: 1 in use'])
    expect(more.flat()).toEqual([])
    expect(early).toEqual([])
    expect(due).toEqual([`again 12 times in 30 s, last at ${formatTime(11_000)}: f was throttled`])
  })

  it('says when it last came only of what has not come for a while', () => {
    const log = createTroubleLog()
    log.note(THROTTLED, 0)
    log.note(THROTTLED, 25_001)

    expect(log.look(30_000)).toEqual(['again once in 30 s: f was throttled'])
  })

  it('sums up at growing intervals', () => {
    const log = createTroubleLog()
    const summedAt: number[] = []

    for (let second = 0; second <= 600; second++) {
      log.note(THROTTLED, second * 1_000)
      if (log.look(second * 1_000).length > 0) summedAt.push(second)
    }

    expect(summedAt).toEqual([30, 90, 210, 450])
  })

  it('says nothing of a trouble that did not come again', () => {
    const log = createTroubleLog()
    log.note(THROTTLED, 0)

    expect(log.look(45_000)).toEqual([])
  })

  it('tells a trouble in full again when it was long gone', () => {
    const log = createTroubleLog()
    log.note(THROTTLED, 0)
    log.look(61_000)

    expect(log.note(THROTTLED, 62_000)).toHaveLength(1)
  })

  it('gives two troubles of one error one line, however long they go on', () => {
    const log = createTroubleLog()
    const failed = { key: 'f', text: 'f failed: boom', short: 'f failed', cause: 'boom' }
    const batch = { key: 'b', text: 'batch: Error: boom', short: 'batch', cause: 'Error: boom' }

    const lines = [log.note(failed, 0), log.note(batch, 10), log.note(failed, 29_000)]
    const later = [log.note(batch, 29_010), log.look(31_000)]

    expect(lines).toEqual([['f failed: boom'], [], []])
    expect(later).toEqual([[], ['again once in 31 s: f failed']])
  })

  it('tells two errors apart that come at once', () => {
    const log = createTroubleLog()
    log.note({ key: 'f', text: 'f failed: boom', short: 'f', cause: 'boom' }, 0)

    const lines = log.note({ key: 'g', text: 'g failed: bang', short: 'g', cause: 'bang' }, 1)

    expect(lines).toEqual(['g failed: bang'])
  })

  it('tells the end of a trouble that was told, and of no other', () => {
    const log = createTroubleLog()
    log.note({ key: 'down x', text: 'x is down', short: 'x is down' }, 0)
    const relief = { ends: ['down x', 'silent x'], text: 'x runs again' }

    expect(log.relieve(relief)).toEqual(['x runs again'])
    expect(log.relieve(relief)).toEqual([])
  })
})
