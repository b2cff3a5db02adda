import { describe, expect, it } from 'vitest'
import { parseCacheInvalidatorConfig } from './config.ts'

const ENV = {
  TAILRACE_CACHE_ENDPOINT: 'redis://127.0.0.1:6379',
  TAILRACE_CACHE_MODE: 'single',
  TAILRACE_CACHE_AUTH: 'none',
  TAILRACE_CACHE_PREFIX: 'tailrace',
  TAILRACE_CACHE_QUEUE_URL: 'https://sqs.example.org/1/cache',
  TAILRACE_CACHE_DLQ_URL: 'https://sqs.example.org/1/cache-dlq',
  TAILRACE_CACHE_REQUEST_TIMEOUT_MS: '2000',
  TAILRACE_CACHE_FLOOR_TTL_SECONDS: '86400',
  PATH: '/bin',
}

describe('parseCacheInvalidatorConfig', () => {
  it('reads its settings', () => {
    expect(parseCacheInvalidatorConfig(ENV)).toMatchObject({
      CACHE_MODE: 'single',
      CACHE_NAME: '',
      CACHE_REQUEST_TIMEOUT_MS: 2_000,
    })
  })

  it('names every setting that is missing, unknown or out of range', () => {
    const env = {
      ...ENV,
      TAILRACE_CACHE_ENDPOINT: 'https://cache.example.org',
      TAILRACE_CACHE_MODE: undefined,
      TAILRACE_CACHE_PREFIX: '{one}',
      TAILRACE_CACHE_REQUEST_TIMEOUT_MS: '60001',
      TAILRACE_CACHE_FLOOR_TTL_SECONDS: '1d',
      TAILRACE_CACHE_TTL: '1',
    }

    expect(() => parseCacheInvalidatorConfig(env)).toThrowError(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringMatching(
          /ENDPOINT: must be redis.*MODE is missing.*PREFIX: must be 1 to 64.*at most 60000.*whole seconds.*CACHE_TTL is not/s,
        ),
      }),
    )
  })

  it.each(['redis://user:secret@host:1', 'redis://host:1/0', 'redis:///'])(
    'refuses %s, which is more or less than a host and a port',
    (endpoint) => {
      const env = { ...ENV, TAILRACE_CACHE_ENDPOINT: endpoint }

      expect(() => parseCacheInvalidatorConfig(env)).toThrow('a host and a port')
      expect(() => parseCacheInvalidatorConfig(env)).not.toThrow('secret')
    },
  )

  it('names all that iam needs', () => {
    const iam = { ...ENV, TAILRACE_CACHE_AUTH: 'iam', TAILRACE_CACHE_NAME: '' }

    expect(() => parseCacheInvalidatorConfig(iam)).toThrow(
      /CACHE_NAME is missing.*CACHE_USER is missing.*must be rediss/s,
    )
    expect(
      parseCacheInvalidatorConfig({
        ...iam,
        TAILRACE_CACHE_ENDPOINT: 'rediss://cache.example.org:6379',
        TAILRACE_CACHE_NAME: 'cache',
        TAILRACE_CACHE_USER: 'invalidator',
      }),
    ).toMatchObject({ CACHE_AUTH: 'iam', CACHE_USER: 'invalidator' })
  })
})
