import type { AccessDenied } from '../policies/authorize.ts'
import type { GatewayReply } from './gateway-reply.ts'
import { isRestService } from './place-rest-call.ts'

const JSON_TYPE = 'application/x-amz-json-1.1'

/**
 * A denial as the service words it. What is missing, and where, is told by the runtime's own signal.
 *
 * @param user ARN of the function's session.
 */
export function deniedReply(service: string, denied: AccessDenied, user: string): GatewayReply {
  const message = toMessage(denied, user, service)
  const isKey = denied.action.startsWith('kms:')
  if (service === 's3') return s3Error(403, 'AccessDenied', message)
  if (service === 'secretsmanager' && isKey) {
    return jsonError('AccessDeniedException', 'Access to KMS is not allowed')
  }
  if (service === 'dynamodb' && isKey) {
    return jsonError('AccessDeniedException', `KMS key access denied error: ${message}`)
  }
  if (isRestService(service)) return jsonError('AccessDeniedException', message, 403)
  if (service !== 'sqs') return jsonError('AccessDeniedException', message)
  return isKey
    ? sqsError(400, 'com.amazonaws.sqs#KmsAccessDenied', 'KMS.AccessDeniedException', message)
    : sqsError(403, 'com.amazon.coral.service#AccessDeniedException', 'AccessDenied', message)
}

/** The request names no caller or nothing that can be checked. */
export function refusedReply(service: string, code: string, message: string): GatewayReply {
  return service === 's3' ? s3Error(400, code, message) : jsonError(code, message)
}

/** S3 is busy. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function slowDown(): GatewayReply {
  return s3Error(503, 'SlowDown', 'Please reduce your request rate.')
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function toMessage({ action, resource, explicit }: AccessDenied, user: string, service: string) {
  // SQS alone names its actions in lower case.
  const name = service === 'sqs' && action.startsWith('sqs:') ? action.toLowerCase() : action
  const why = explicit ? 'with an explicit deny' : `because no policy allows the ${name} action`
  return `User: ${user} is not authorized to perform: ${name} on resource: ${resource} ${why}`
}

function jsonError(type: string, message: string, status = 400): GatewayReply {
  const body = JSON.stringify({ __type: type, message })
  return { status, headers: { 'content-type': JSON_TYPE }, body }
}

/**
 * Clients read the code of the older protocol from the header.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html
 */
function sqsError(status: number, type: string, code: string, message: string): GatewayReply {
  const reply = jsonError(type, message, status)
  return { ...reply, headers: { ...reply.headers, 'x-amzn-query-error': `${code};Sender` } }
}

function s3Error(status: number, code: string, message: string): GatewayReply {
  const escaped = message.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
