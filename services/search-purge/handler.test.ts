import { beforeEach, describe, expect, it } from 'vitest'
import { RetryableError } from '../../shared/errors/pipeline-error.ts'
import type { TombstoneIndex } from '../../shared/search/tombstone-index.ts'
import { orderIn } from '../../test/builders/search-engine.ts'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { createSearchPurge } from './handler.ts'

const REQUEST_TIMEOUT_MS = 20_000
const ENOUGH_MS = 3 * REQUEST_TIMEOUT_MS

describe('createSearchPurge', () => {
  let log: MemoryLog
  let asked: unknown[][]
  beforeEach(() => {
    log = new MemoryLog()
    asked = []
  })

  const run = async (
    remainingMs = ENOUGH_MS,
    find: TombstoneIndex['findTombstones'] = async () => [],
  ) => {
    const purge = createSearchPurge({
      definitions: [orderIn('orders'), orderIn('returns')],
      tombstones: {
        findTombstones: (...question) => {
          asked.push(question)
          return find(...question)
        },
        removeTombstones: async () => 0,
      },
      retentionDays: 120,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      clock: () => Date.parse('2026-11-21T00:00:00Z'),
      log,
    })
    await purge({}, { getRemainingTimeInMillis: () => remainingMs })
  }
  const told = () => log.lines.map(({ message, fields }) => [message, fields.index])

  it('counts the days of retention back from now, for each index, and logs what it did', async () => {
    await run()

    const limit = '2026-07-24T00:00:00.000Z'
    expect(asked).toEqual([
      ['orders', limit, 500],
      ['returns', limit, 500],
    ])
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { index: 'orders', purged: 0, complete: true },
      { index: 'returns', purged: 0, complete: true },
    ])
  })

  it('begins no page that its time may not hold: finding and removing are a request each', async () => {
    await run(2 * REQUEST_TIMEOUT_MS)

    expect(asked).toEqual([])
    expect(log.lines).toMatchObject([
      { fields: { complete: false } },
      { fields: { complete: false } },
    ])
  })

  it('lets an index that fails keep no other from its purge, and fails then', async () => {
    const busy = new RetryableError('index.throttled', 'busy')
    const find = async (index: string) => {
      if (index === 'orders') throw busy
      return []
    }

    await expect(run(ENOUGH_MS, find)).rejects.toBe(busy)

    expect(told()).toEqual([
      ['tombstones not purged', 'orders'],
      ['tombstones purged', 'returns'],
    ])
  })
})
