import { describe, expect, it } from 'vitest'
import { AccessDenied } from '../../policies/authorize.ts'
import { classifyDeliveryError, SendTimeout } from './classify-delivery-error.ts'
import { aConnectionError, aServiceError } from './fake-destination.ts'
import { eventRuleRules } from './rules.ts'

const denied = new AccessDenied({ caller: 'c', action: 'a', resource: 'r', reason: 'none' })

describe('classifyDeliveryError', () => {
  it.each([
    [denied, 'NO_PERMISSIONS', false],
    [aServiceError('AccessDenied', 403), 'NO_PERMISSIONS', false],
    [aServiceError('QueueDoesNotExist'), 'NO_RESOURCE', false],
    [aServiceError('AWS.SimpleQueueService.NonExistentQueue'), 'NO_RESOURCE', false],
    [aServiceError('InvalidParameterValue'), 'INVALID_PARAMETER', false],
    [aServiceError('AWS.SimpleQueueService.InvalidParameterValue'), 'INVALID_PARAMETER', false],
    [aServiceError('InvalidMessageContents'), 'INVALID_PARAMETER', false],
    [aServiceError('UnsupportedOperation'), 'SDK_CLIENT_ERROR', false],
    [aServiceError('RequestThrottled', 403), 'THROTTLING', true],
    [aServiceError('Whatever', 429), 'THROTTLING', true],
    [aServiceError('Whatever', 503), 'ERROR_FROM_TARGET', true],
    [new SendTimeout('late'), 'TIMEOUT', true],
    [aConnectionError(), 'CONNECTION_FAILURE', true],
    [new Error('odd'), 'UNKNOWN', true],
    ['a text', 'UNKNOWN', true],
  ])(`${eventRuleRules.errorCodes.text} (%s: %s)`, (error, code, isRetried) => {
    expect(classifyDeliveryError(error)).toMatchObject({ code, isRetried })
  })
})
