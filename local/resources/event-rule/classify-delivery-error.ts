import { messageOf } from '../../message-of.ts'
import { AccessDenied } from '../../policies/authorize.ts'

/** Those of AWS's codes that a queue as a target leads to. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export type DeliveryErrorCode =
  | 'CONNECTION_FAILURE'
  | 'ERROR_FROM_TARGET'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'SDK_CLIENT_ERROR'
  | 'THROTTLING'
  | 'TIMEOUT'
  | 'UNKNOWN'

export interface DeliveryFailure {
  readonly code: DeliveryErrorCode
  /** One line. */
  readonly message: string
  /** False for what no retry mends. */
  readonly isRetried: boolean
}

/** A send was given up for taking too long; it may have arrived. */
export class SendTimeout extends Error {
  override readonly name = 'TimeoutError'
}

/** Says what became of a send, and whether it is tried again. */
export function classifyDeliveryError(error: unknown): DeliveryFailure {
  const code = codeOf(error)
  return { code, message: messageOf(error), isRetried: RETRIED.has(code) }
}

const RETRIED: ReadonlySet<DeliveryErrorCode> = new Set([
  'CONNECTION_FAILURE',
  'ERROR_FROM_TARGET',
  'THROTTLING',
  'TIMEOUT',
  'UNKNOWN',
])

const BY_NAME: Readonly<Record<string, DeliveryErrorCode>> = {
  AccessDenied: 'NO_PERMISSIONS',
  InvalidMessageContents: 'INVALID_PARAMETER',
  InvalidParameterValue: 'INVALID_PARAMETER',
  QueueDoesNotExist: 'NO_RESOURCE',
  NonExistentQueue: 'NO_RESOURCE',
  RequestThrottled: 'THROTTLING',
  ThrottlingException: 'THROTTLING',
  OverLimit: 'THROTTLING',
  TimeoutError: 'TIMEOUT',
}

/** Some errors carry it, from the time of the query protocol. */
const SQS_PREFIX = /^AWS\.SimpleQueueService\./

const TOO_MANY_REQUESTS = 429

function codeOf(error: unknown): DeliveryErrorCode {
  if (error instanceof AccessDenied) return 'NO_PERMISSIONS'
  if (!(error instanceof Error)) return 'UNKNOWN'
  const name = error.name.replace(SQS_PREFIX, '')
  const byName = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined
  if (byName !== undefined) return byName

  const { code, $metadata } = error as ServiceError
  const status = $metadata?.httpStatusCode
  if (status === undefined) return code === undefined ? 'UNKNOWN' : 'CONNECTION_FAILURE'
  if (status === TOO_MANY_REQUESTS) return 'THROTTLING'
  return status >= 500 ? 'ERROR_FROM_TARGET' : 'SDK_CLIENT_ERROR'
}

/** What an SDK adds to an error: the answer's status, or the system's code when there was none. */
interface ServiceError extends NodeJS.ErrnoException {
  readonly $metadata?: { readonly httpStatusCode?: number }
}
