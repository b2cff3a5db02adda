import type { FunctionError } from './function-messages.ts'
import { REPLY_BYTES_MAX } from './limits.ts'
import type { ProcessOutcome } from './process-outcome.ts'

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false
      readonly timedOut: boolean
      /** The function was not run: Lambda's 429. Its error is a TooManyRequestsException. */
      readonly throttled?: true
      readonly error: FunctionError
    }

interface Invocation {
  readonly requestId: string
  readonly timeoutMs: number
}

/** The kernel's signals by the names Lambda gives them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
}

/** Error types and texts as Lambda words them. */
export function toResult(
  outcome: ProcessOutcome,
  { requestId, timeoutMs }: Invocation,
): InvocationResult {
  switch (outcome.kind) {
    case 'succeeded':
      return toReply(outcome.payload)
    case 'failed':
    case 'init-failed':
      return { ok: false, timedOut: false, error: outcome.error }
    case 'ready':
      return failure('Runtime.Unknown', 'the process answered out of turn')
    case 'exited':
      return toExit(outcome, requestId)
    case 'timed-out': {
      const seconds = (timeoutMs / 1000).toFixed(2)
      const error = {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      }
      return { ok: false, timedOut: true, error }
    }
  }
}

/** The caller's own fault: the payload never reached the function. */
export function requestTooLarge(bytes: number): InvocationResult {
  const text = `${bytes} byte payload is too large for the RequestResponse invocation type`
  return failure('RequestTooLargeException', text)
}

/** Reserved concurrency is used up. */
export function throttled(): InvocationResult {
  const error = { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' }
  return { ok: false, timedOut: false, throttled: true, error }
}

function toReply(payload: string): InvocationResult {
  if (Buffer.byteLength(payload) <= REPLY_BYTES_MAX) {
    return { ok: true, payload: JSON.parse(payload) as unknown }
  }
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${REPLY_BYTES_MAX} bytes).`,
  )
}

function toExit(
  { code, signal, problem }: Extract<ProcessOutcome, { kind: 'exited' }>,
  requestId: string,
): InvocationResult {
  const failed = (reason: string, errorType = 'Runtime.ExitError') =>
    failure(errorType, `RequestId: ${requestId} Error: Runtime exited ${reason}`)

  if (problem !== undefined) return failed(`with error: ${problem}`)
  // Who sends it is not to be seen: the kernel on AWS; here the watcher, or whoever wants it dead.
  if (signal === 'SIGKILL') return failed('with error: signal: killed', 'Runtime.OutOfMemory')
  if (signal !== null) return failed(`with error: signal: ${SIGNALS[signal] ?? signal}`)
  return failed(code === 0 ? 'without providing a reason' : `with error: exit status ${code}`)
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, timedOut: false, error: { errorType, errorMessage } }
}
