import { RetryableError } from '../errors/pipeline-error.ts'

const ATTEMPTS_MAX = 3
const ATTEMPT_TIMEOUT_MS = 3_000

/**
 * Delivers a custom resource's answer to its signed URL.
 *
 * The URL is signed for an empty content type, so none is sent: bytes have none of their own.
 *
 * @throws RetryableError `cloudformation.answer_undelivered`; it does not tell the URL.
 */
export async function respondToCloudFormation(url: string, response: object): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(response))
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)
    const isDelivered = await fetch(url, { method: 'PUT', body, signal }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isDelivered) return
  }
  throw new RetryableError(
    'cloudformation.answer_undelivered',
    'The answer to CloudFormation could not be delivered.',
  )
}
