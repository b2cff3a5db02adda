import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { EnvironmentError } from '../environment-error.ts'
import { askRedis } from './ask-redis.ts'
import { findGivenEngine, findGivenRedis } from './given-engines.ts'
import { freePort } from './ports.ts'
import { engineRules } from './rules.ts'

const { signal } = new AbortController()

describe('findGivenEngine', () => {
  it('finds none when none is given', async () => {
    expect(await findGivenEngine('OPENSEARCH_URL', {}, signal)).toBeUndefined()
  })

  it('refuses a URL with a password, and does not show it', async () => {
    const env = { OPENSEARCH_URL: 'http://admin:hunter2@127.0.0.1:9200' }

    const refusal = await findGivenEngine('OPENSEARCH_URL', env, signal).catch(String)

    expect(refusal).toContain('OPENSEARCH_URL holds a user name or password')
    expect(refusal).not.toContain('hunter2')
  })
})

it(engineRules.requiresGiven.text, async () => {
  const env = { DYNAMODB_URL: `http://127.0.0.1:${await freePort()}` }

  const finding = findGivenEngine('DYNAMODB_URL', env, signal)

  await expect(finding).rejects.toThrow(EnvironmentError)
  await expect(finding).rejects.toThrow(
    /^DYNAMODB_URL is http:\/\/127.0.0.1:\d+, where nothing answers \(.*ECONNREFUSED/,
  )
})

describe('findGivenRedis', () => {
  it('finds none when none is given', async () => {
    expect(await findGivenRedis({}, signal)).toBeUndefined()
  })

  it.each(['redis://:hunter2@127.0.0.1:6379', 'rediss://admin:hunter2@127.0.0.1:6379'])(
    'refuses a URL with a password, and does not show it',
    async (REDIS_URL) => {
      const refusal = await findGivenRedis({ REDIS_URL }, signal).catch(String)

      expect(refusal).toContain('REDIS_URL holds a user name or password')
      expect(refusal).not.toContain('hunter2')
    },
  )

  it('says that nothing answers', async () => {
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`

    await expect(findGivenRedis({ REDIS_URL }, signal)).rejects.toThrow(
      /^REDIS_URL is redis:\/\/127.0.0.1:\d+, where nothing answers \(.*ECONNREFUSED/,
    )
  })
})

describe(engineRules.refusesGivenRedis.text, () => {
  it.each([
    ['a user', ['--requirepass', 'hunter2'], 'which refuses calls without a user (NOAUTH'],
    ['a cluster', ['--cluster-enabled', 'yes'], 'a node of a cluster'],
    ['a replica', ['--replicaof', '127.0.0.1', '9'], 'a replica, which takes no writes'],
  ])('%s', async (_, args, sentence) => {
    await using redis = await startOwnRedis({ args })

    const finding = findGivenRedis({ REDIS_URL: redis.url }, signal)

    await expect(finding).rejects.toThrow(EnvironmentError)
    await expect(finding).rejects.toThrow(`REDIS_URL is ${redis.url}, ${sentence}`)
  })
})

describe('a given Redis', () => {
  let redis: OwnRedis
  beforeAll(async () => {
    redis = await startOwnRedis()
  })
  afterAll(() => redis.stop())

  it('is named by host and port', async () => {
    expect(await findGivenRedis({ REDIS_URL: `${redis.url}/` }, signal)).toBe(redis.url)
  })

  it(engineRules.keepsGivenRedis.text, async () => {
    await askRedis(redis.url, 'SET tailrace:order:{1}:v old', signal)

    await findGivenRedis({ REDIS_URL: redis.url }, signal)

    expect(await askRedis(redis.url, 'GET tailrace:order:{1}:v', signal)).toBe('old')
  })
})
