import { AwsError } from '../../../endpoints/aws-json.ts'
import { messageOf } from '../../../message-of.ts'

/**
 * Whose error it is. A customer's error spends the Pipe's retries; an internal one is AWS's and is
 * retried until the record expires.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html
 */
export interface ExecutionFailure {
  readonly stage: 'enrichment' | 'target'
  readonly fault: 'customer' | 'internal'
  /** The call was refused with a 4xx: the Pipe may be disabled for it. */
  readonly isRefusal: boolean
  readonly message: string
}

/** The customer's own code or data is at fault; the call itself went well. */
export class CustomerError extends Error {
  override readonly name = 'CustomerError'
}

/** Errors that say "later": of the service, not of the caller. AWS does not list them for Pipes. */
const OF_THE_SERVICE =
  /^(Throttl|TooManyRequests|ProvisionedThroughput|LimitExceeded|RequestLimit|Internal|ServiceUnavailable|ServiceException)/

/** Refusals that are no AwsError of ours: permissions, missing resources, wrong calls. */
const OF_THE_CALLER = /AccessDenied|NotFound|DoesNotExist|Validation|InvalidParameter|Unauthorized/

export function isServiceErrorCode(code: string): boolean {
  return OF_THE_SERVICE.test(code)
}

/** Whether a call was refused for what the caller is, has or sent. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof AwsError) return !isServiceErrorCode(error.type)
  return error instanceof Error && OF_THE_CALLER.test(error.name)
}

export function toFailure(stage: ExecutionFailure['stage'], error: unknown): ExecutionFailure {
  const refused = isRefusal(error)
  const isCustomers = refused || error instanceof CustomerError
  return {
    stage,
    fault: isCustomers ? 'customer' : 'internal',
    isRefusal: refused,
    message: messageOf(error),
  }
}
