import { describe, expect, it } from 'vitest'
import { parseSearchProjectorConfig } from './config.ts'

const ENV = {
  TAILRACE_SEARCH_ENDPOINT: 'https://search.example.org',
  TAILRACE_SEARCH_AUTH: 'sigv4',
  TAILRACE_SEARCH_QUEUE_URL: 'https://sqs.example.org/1/search',
  TAILRACE_SEARCH_DLQ_URL: 'https://sqs.example.org/1/search-dlq',
  TAILRACE_SEQUENCE_LAYOUT: 'aws',
  TAILRACE_CLAIM_CHECK_BUCKET: 'claim-checks',
  TAILRACE_SEARCH_REQUEST_TIMEOUT_MS: '20000',
  PATH: '/bin',
}

describe('parseSearchProjectorConfig', () => {
  it('reads its settings', () => {
    expect(parseSearchProjectorConfig(ENV)).toMatchObject({
      SEARCH_AUTH: 'sigv4',
      SEARCH_REQUEST_TIMEOUT_MS: 20_000,
    })
  })

  it('names every setting that is missing, unknown or out of range', () => {
    const env = {
      ...ENV,
      TAILRACE_SEARCH_ENDPOINT: 'search.example.org',
      TAILRACE_SEARCH_AUTH: undefined,
      TAILRACE_SEARCH_REQUEST_TIMEOUT_MS: '999',
      TAILRACE_SEARCH_TIMEOUT: '1',
    }

    expect(() => parseSearchProjectorConfig(env)).toThrowError(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringMatching(
          /SEARCH_ENDPOINT.*SEARCH_AUTH.*TIMEOUT_MS: must be at least 1000.*SEARCH_TIMEOUT is not/s,
        ),
      }),
    )
  })
})
