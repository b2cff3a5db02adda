import type { IncomingHttpHeaders } from 'node:http'

/** Who signed a request, and for which service. */
export interface SignedBy {
  readonly accessKeyId: string
  /** As in the credential's scope: `sqs`, `s3`, `dynamodb`. */
  readonly service: string
}

/** `<access key id>/<date>/<region>/<service>/aws4_request` */
const CREDENTIAL = /^([A-Za-z0-9]+)\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request$/
const IN_HEADER = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),/

/**
 * Reads the signature of a request, from its header or, when it was signed beforehand, its query. The
 * signature itself is not verified.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function readCaller(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): SignedBy | undefined {
  const credential =
    IN_HEADER.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential') ?? ''
  const [, accessKeyId, service] = CREDENTIAL.exec(credential) ?? []
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, service }
}
