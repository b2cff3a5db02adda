import { describe, expect, it } from 'vitest'
import { formatTime } from './format-change.ts'
import { createWaitReport, type WaitReport } from './wait-report.ts'

const T = Date.parse('2026-11-21T14:03:20Z')
const DOWN = { why: 'OpenSearch does not answer', since: T }

function aReport(): WaitReport {
  return createWaitReport({ wait: 'wait for search', caughtUp: 'search' })
}

describe('createWaitReport', () => {
  it('says that changes wait and why, and that they no longer do', () => {
    const report = aReport()

    const early = report.look({ count: 3, since: T, passed: 7 }, DOWN, T + 4_000)
    const late = report.look({ count: 52, since: T, passed: 7 }, DOWN, T + 5_000)
    const meanwhile = report.look({ count: 60, since: T, passed: 7 }, DOWN, T + 20_000)
    const over = report.look({ count: 0, since: undefined, passed: 67 }, undefined, T + 31_000)
    const after = report.look({ count: 0, since: undefined, passed: 67 }, undefined, T + 32_000)

    expect(early).toBeUndefined()
    expect(late).toBe(
      `52 changes wait for search: OpenSearch does not answer, since ${formatTime(T)}`,
    )
    expect(meanwhile).toBeUndefined()
    expect(over).toBe('search caught up: 60 changes after 31 s')
    expect(after).toBeUndefined()
  })

  it('is slower to speak when it knows no reason', () => {
    const report = aReport()

    const lines = [9_000, 10_000].map((ms) =>
      report.look({ count: 1, since: T, passed: 0 }, undefined, T + ms),
    )

    expect(lines).toEqual([undefined, '1 change waits for search'])
  })

  it('repeats a wait at growing intervals', () => {
    const report = aReport()
    const saidAt: number[] = []

    for (let second = 0; second <= 600; second++) {
      const line = report.look({ count: 2, since: T, passed: 0 }, DOWN, T + second * 1_000)
      if (line) saidAt.push(second)
    }

    expect(saidAt).toEqual([5, 35, 95, 215, 455])
  })

  it('says another reason once, when the first had time to pass', () => {
    const report = aReport()
    const look = (reason: typeof DOWN | undefined, ms: number) =>
      report.look({ count: 2, since: T, passed: 0 }, reason, T + ms)

    const lines = [
      look(undefined, 10_000),
      look(DOWN, 12_000),
      look(DOWN, 25_000),
      look({ why: 'f fails', since: T }, 30_000),
      look({ why: 'f fails', since: T }, 40_000),
      look(DOWN, 42_000),
    ]

    expect(lines).toEqual([
      '2 changes wait for search',
      undefined,
      expect.stringContaining('2 changes wait for search: OpenSearch does not answer'),
      undefined,
      expect.stringContaining(': f fails'),
      undefined,
    ])
  })

  it('takes newer changes that wait for a moment for a flow that runs', () => {
    const report = aReport()
    report.look({ count: 2, since: T, passed: 0 }, DOWN, T + 6_000)

    const line = report.look({ count: 5, since: T + 8_000, passed: 2 }, undefined, T + 9_000)

    expect(line).toBe('search caught up: 2 changes after 9.0 s')
  })
})
