import { type Outcome, toRetryable, toUnknown } from '../batch/outcome.ts'
import { isRecord } from '../json/is-record.ts'

/** No answer came, or not the whole of it. Names of the client, codes of Node. */
const CONNECTION_FAILURES: Readonly<Record<string, string>> = {
  TimeoutError: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENOTFOUND: 'unreachable',
  EPIPE: 'unreachable',
}

/** What a service says, whatever its status. */
const SERVICE_FAILURES: Readonly<Record<string, string>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  InvalidKMSResourceException: 'key_unusable',
  NoSuchBucket: 'missing',
  ResourceNotFoundException: 'missing',
  SlowDown: 'throttled',
  ThrottlingException: 'throttled',
}

const TOO_MANY_REQUESTS = 429
const SERVER_ERROR = 500

/**
 * The outcome of all that a failed call to AWS was about. Nothing here is a change's own fault, so
 * all of it comes back; what nobody has classified does so with a warning.
 *
 * @param sink begins the code: `<sink>.throttled`.
 */
export function classifyAwsFailure(sink: string, error: unknown): Outcome {
  const name = error instanceof Error ? error.name : typeof error
  const status = awsStatusOf(error)
  const reason =
    SERVICE_FAILURES[name] ??
    (name.startsWith('KMS.') ? 'key_unusable' : undefined) ??
    reasonOfStatus(status) ??
    CONNECTION_FAILURES[name] ??
    CONNECTION_FAILURES[nodeCodeOf(error)]
  return reason === undefined
    ? toUnknown(`${name}, status ${status}`)
    : toRetryable(`${sink}.${reason}`)
}

/** The HTTP status of a service's error; null when no answer came. */
export function awsStatusOf(error: unknown): number | null {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined
  if (!isRecord(metadata) || typeof metadata.httpStatusCode !== 'number') return null
  return metadata.httpStatusCode
}

function reasonOfStatus(status: number | null): string | undefined {
  if (status === TOO_MANY_REQUESTS) return 'throttled'
  return status !== null && status >= SERVER_ERROR ? 'unavailable' : undefined
}

function nodeCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
