import { describe, expect, it } from 'vitest'
import { classifyAwsFailure } from './aws-failure.ts'

function aFailure(name: string, status?: number, code?: string): Error {
  const $metadata = status === undefined ? {} : { httpStatusCode: status }
  return Object.assign(new Error('with a private value'), {
    name,
    $metadata,
    ...(code && { code }),
  })
}

describe('classifyAwsFailure', () => {
  it.each([
    ['lake.throttled', aFailure('ThrottlingException', 400)],
    ['lake.throttled', aFailure('SlowDown', 503)],
    ['lake.throttled', aFailure('Anything', 429)],
    ['lake.unavailable', aFailure('ServiceUnavailableException', 503)],
    ['lake.unavailable', aFailure('InternalFailure', 500)],
    ['lake.missing', aFailure('ResourceNotFoundException', 400)],
    ['lake.missing', aFailure('NoSuchBucket', 404)],
    ['lake.denied', aFailure('AccessDeniedException', 400)],
    ['lake.denied', aFailure('AccessDenied', 403)],
    ['lake.key_unusable', aFailure('InvalidKMSResourceException', 400)],
    ['lake.key_unusable', aFailure('KMS.DisabledException', 400)],
    ['lake.timeout', aFailure('TimeoutError')],
    ['lake.unreachable', aFailure('Error', undefined, 'ECONNREFUSED')],
    ['lake.unreachable', aFailure('AggregateError', undefined, 'ECONNRESET')],
  ])('is %s for %s', (code, error) => {
    expect(classifyAwsFailure('lake', error)).toEqual({ kind: 'retryable', code })
  })

  it.each([
    ['InvalidArgumentException, status 400', aFailure('InvalidArgumentException', 400)],
    ['CredentialsProviderError, status null', aFailure('CredentialsProviderError')],
    ['string, status null', 'a private value'],
  ])('is unknown, and told without its text: %s', (message, error) => {
    expect(classifyAwsFailure('lake', error)).toMatchObject({ kind: 'unknown', message })
  })
})
