import { describe, expect, it } from 'vitest'
import { parseLakeWriterConfig } from './config.ts'

const ENV = {
  TAILRACE_LAKE_STREAM: 'lake',
  TAILRACE_LAKE_BUCKET: 'lake-bucket',
  TAILRACE_LAKE_QUEUE_URL: 'https://sqs.example.org/1/lake',
  TAILRACE_LAKE_DLQ_URL: 'https://sqs.example.org/1/lake-dlq',
  TAILRACE_CLAIM_CHECK_BUCKET: 'claim-checks',
  TAILRACE_LAKE_REQUEST_TIMEOUT_MS: '10000',
  PATH: '/bin',
}

describe('parseLakeWriterConfig', () => {
  it('reads its settings', () => {
    expect(parseLakeWriterConfig(ENV)).toMatchObject({
      LAKE_STREAM: 'lake',
      LAKE_REQUEST_TIMEOUT_MS: 10_000,
    })
  })

  it('names every setting that is missing, unknown or out of range', () => {
    const env = {
      ...ENV,
      TAILRACE_LAKE_STREAM: '',
      TAILRACE_LAKE_BUCKET: undefined,
      TAILRACE_LAKE_REQUEST_TIMEOUT_MS: '60001',
      TAILRACE_LAKE_TIMEOUT: '1',
    }

    expect(() => parseLakeWriterConfig(env)).toThrowError(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringMatching(
          /LAKE_STREAM: must not be empty.*LAKE_BUCKET is missing.*must be at most 60000.*LAKE_TIMEOUT is not/s,
        ),
      }),
    )
  })
})
