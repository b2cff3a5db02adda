import { SignatureV4 } from '@smithy/signature-v4'
import { RetryableError } from '../errors/pipeline-error.ts'
import { Sha256 } from './sha256.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A service that no client library is here for. */
export interface SignedService {
  /** Name in the signature, as `events`. */
  readonly service: string
  /** Full URL. */
  readonly endpoint: string
  readonly region: string
  readonly credentials: () => Promise<AwsCredentials>
}

export interface SignedAnswer {
  readonly status: number
  readonly text: string
}

/** After this a call is given up. */
const TIMEOUT_MS = 10_000

/**
 * Posts a body, signed as AWS wants it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 *
 * @throws RetryableError `aws.unanswered` when no answer comes.
 */
export async function postSigned(
  { service, endpoint, region, credentials }: SignedService,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<SignedAnswer> {
  const { hostname, port, protocol } = new URL(endpoint)
  const host = port === '' ? hostname : `${hostname}:${port}`
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  const signed = await signer.sign({
    method: 'POST',
    ...{ protocol, hostname, path: '/', query: {}, body },
    headers: { host, ...headers },
  })
  const { host: _, ...sent } = signed.headers
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: sent,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw new RetryableError('aws.unanswered', `${service} does not answer.`, { cause })
  }
}
