import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EnvironmentError } from '../environment-error.ts'
import { fetchRedis } from './fetch-redis.ts'

let enginesDir: string
beforeEach(async () => {
  enginesDir = await mkdtemp(join(tmpdir(), 'tailrace-fetch-'))
})
afterEach(() => rm(enginesDir, { recursive: true }))

describe('fetchRedis', () => {
  it('puts a program that runs in place, once, and nothing else', async () => {
    let fetches = 0
    const onFetch = () => {
      fetches += 1
    }

    const paths = await Promise.all([1, 2].map(() => fetchRedis({ enginesDir, onFetch })))
    const again = await fetchRedis({ enginesDir, onFetch })

    expect(execFileSync(again, ['--version'], { encoding: 'utf8' })).toContain('Redis server v=6')
    expect(paths).toEqual([again, again])
    expect(fetches).toBe(2)
    expect(await readdir(enginesDir)).toEqual([expect.stringMatching(/^redis-[0-9a-f]{12}$/)])
    expect(await readdir(join(again, '..'))).toEqual(['redis-server'])
  })

  it('refuses a platform that has none, and says the way out', async () => {
    const fetching = fetchRedis({ enginesDir, onFetch: () => undefined, platform: 'aix-ppc64' })

    await expect(fetching).rejects.toThrow(EnvironmentError)
    await expect(fetching).rejects.toThrow(
      'There is no Redis server to fetch for aix-ppc64: start a Redis or Valkey server of your own and set REDIS_URL to it',
    )
  })

  it('refuses a program that does not run here, says the way out, and leaves nothing', async () => {
    const other = process.platform === 'darwin' ? 'linux-arm64' : 'darwin-arm64'

    const fetching = fetchRedis({ enginesDir, onFetch: () => undefined, platform: other })

    await expect(fetching).rejects.toThrow(EnvironmentError)
    await expect(fetching).rejects.toThrow(
      /^The Redis server that was fetched does not run here \(redis-server-6[^)]*\): .*REDIS_URL/,
    )
    expect(await readdir(enginesDir)).toEqual([])
  })
})
