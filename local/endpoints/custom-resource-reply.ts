import { isRecord } from '../../shared/json/is-record.ts'

/**
 * Bytes of a reply's body.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
const REPLY_BYTES_MAX = 4_096

/** What a reply must repeat of its request. */
export interface AskedResource {
  readonly StackId: string
  readonly RequestId: string
  readonly LogicalResourceId: string
}

const REPEATED = ['StackId', 'RequestId', 'LogicalResourceId'] as const

/** What a custom resource's function puts to its ResponseURL. Same page. */
export type CustomResourceReply =
  | {
      readonly Status: 'SUCCESS'
      readonly PhysicalResourceId: string
      readonly Data: Readonly<Record<string, unknown>>
    }
  | { readonly Status: 'FAILED'; readonly Reason: string }

/** @throws Error that says what is wrong with the reply. */
export function readCustomResourceReply(body: string, asked: AskedResource): CustomResourceReply {
  const bytes = Buffer.byteLength(body)
  if (bytes > REPLY_BYTES_MAX) {
    throw new Error(`the reply has ${bytes} bytes; CloudFormation takes ${REPLY_BYTES_MAX}`)
  }
  const reply = parseObject(body)
  const { Status, Reason, PhysicalResourceId, Data = {} } = reply
  if (Status !== 'SUCCESS' && Status !== 'FAILED') {
    throw new Error('the reply’s Status is neither SUCCESS nor FAILED')
  }
  for (const name of REPEATED) {
    if (reply[name] !== asked[name]) throw new Error(`the reply’s ${name} is not the request’s`)
  }
  if (Status === 'FAILED') return { Status, Reason: toReason(Reason) }
  if (typeof PhysicalResourceId !== 'string' || PhysicalResourceId === '') {
    throw new Error('the reply has no PhysicalResourceId')
  }
  if (!isRecord(Data)) throw new Error('the reply’s Data is no object')
  return { Status, PhysicalResourceId, Data }
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const reply: unknown = JSON.parse(body)
    if (isRecord(reply)) return reply
  } catch {
    // Said below, as for any other body that is no object.
  }
  throw new Error('the reply is no JSON object')
}

function toReason(reason: unknown): string {
  return typeof reason === 'string' && reason !== '' ? reason : 'the function gave no reason'
}
