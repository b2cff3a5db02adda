import { describe, expect, it } from 'vitest'
import { longestWayBackDays, redriveAgeMsMax } from './longest-way-back.ts'
import { resolveSettings } from './resolve-settings.ts'

const DAY = 24 * 60 * 60

describe('longestWayBackDays', () => {
  it('adds the stream, the parked records, and bus, queue and DLQ twice', () => {
    const days = longestWayBackDays({
      parkedRetentionDays: 30,
      ruleEventAgeSecondsMax: DAY,
      queueRetentionSeconds: 14 * DAY,
      dlqRetentionSeconds: 14 * DAY,
    })

    expect(days).toBe(91)
  })

  it('leaves a redrive the time that a removal is remembered, less that of the queue', () => {
    const ageMs = redriveAgeMsMax({
      searchTombstoneRetentionDays: 120,
      queueRetentionSeconds: 4 * DAY,
    })

    expect(ageMs).toBe(116 * DAY * 1_000)
  })

  it('bounds how long a removal must be remembered', () => {
    expect(() => resolveSettings('dev', { searchTombstoneRetentionDays: 91 })).toThrow(
      /searchTombstoneRetentionDays must be above the longest way back/,
    )
    expect(() => resolveSettings('dev', { parkedRetentionDays: 365 })).toThrow(
      /searchTombstoneRetentionDays must be above the longest way back/,
    )
    expect(resolveSettings('dev', { searchTombstoneRetentionDays: 92 })).toMatchObject({
      searchTombstoneRetentionDays: 92,
    })
  })
})
