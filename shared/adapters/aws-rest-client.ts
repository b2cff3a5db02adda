/**
 * Signed calls of an AWS service that speaks REST and JSON, for the few of them that need no client:
 * those of Pipes and Lambda that stop and start.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4'
import { isRecord } from '../json/is-record.ts'
import { Sha256 } from './sha256.ts'

/** After this a call is given up, though the service may have taken it: all of them can be repeated. */
const REQUEST_TIMEOUT_MS = 5_000

export interface AwsRestOptions {
  /** As its endpoint and its signature name it: `pipes`, `lambda`. */
  readonly service: string
  readonly region: string
  /** Full URL. Default: the service's own in the region. */
  readonly endpoint?: string | undefined
  /** Default: those that any AWS tool would take. */
  readonly credentials?: SignatureV4Init['credentials']
}

export interface AwsRestRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface AwsRestClient {
  /** @throws AwsRestError when the service refuses, and fetch's own error when there is no answer. */
  send(request: AwsRestRequest): Promise<Readonly<Record<string, unknown>>>
}

/** What a service answered in place of what was asked for; `name` is its own word for it. */
export class AwsRestError extends Error {
  readonly status: number

  constructor(name: string, status: number, message: string) {
    super(message)
    this.name = name
    this.status = status
  }
}

export function createAwsRestClient(options: AwsRestOptions): AwsRestClient {
  const { service, region, credentials = defaultProvider() } = options
  const base = new URL(options.endpoint ?? `https://${service}.${region}.amazonaws.com`)
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })

  return {
    async send({ method, path, query = {}, body }) {
      const text = body === undefined ? '' : JSON.stringify(body)
      const { headers } = await signer.sign({
        method,
        protocol: base.protocol,
        hostname: base.hostname,
        path,
        query: { ...query },
        headers: { host: base.host, 'content-type': 'application/json' },
        body: text,
      })
      const url = new URL(path, base)
      url.search = new URLSearchParams(query).toString().replaceAll('+', '%20')
      const { host: _, ...sent } = headers
      const response = await fetch(url, {
        method,
        headers: sent,
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        ...(text !== '' && { body: text }),
      })
      const answer = parseAnswer(await response.text())
      if (!response.ok) throw toError(response, answer)
      return answer
    },
  }
}

function parseAnswer(text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text === '' ? '{}' : text)
    if (isRecord(answer)) return answer
  } catch {
    // A proxy's page, say: its status is told all the same.
  }
  return {}
}

/** The name stands in a header or in the body, either with more around it. */
function toError(response: Response, answer: Readonly<Record<string, unknown>>): AwsRestError {
  const told = response.headers.get('x-amzn-errortype') ?? answer.__type ?? answer.code
  const name = /^(?:[^#]*#)?([^:]+)/.exec(String(told ?? ''))?.[1] ?? `HTTP ${response.status}`
  const message = answer.message ?? answer.Message
  return new AwsRestError(name, response.status, `${name}: ${String(message ?? 'no message')}`)
}
