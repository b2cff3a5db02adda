/**
 * AWS JSON 1.1: one path, the action in a header, errors as `__type`.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import type { EndpointReply, RequestHandler } from './endpoint-server.ts'

/** An error as an AWS client understands it. */
export class AwsError extends Error {
  readonly type: string
  /** Of HTTP: below 500 the client is at fault. */
  readonly status: number

  constructor(type: string, message: string, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}

/** Actions by `X-Amz-Target`, e.g. `AWSEvents.PutEvents`. */
export type Actions = Readonly<
  Record<string, (input: Readonly<Record<string, unknown>>) => Promise<unknown>>
>

const CONTENT_TYPE = 'application/x-amz-json-1.1'

export function serveAwsJson(actions: Actions): RequestHandler {
  return async ({ headers, body }) => {
    try {
      const target = String(headers['x-amz-target'] ?? '')
      const action = Object.hasOwn(actions, target) ? actions[target] : undefined
      if (action === undefined) {
        throw new AwsError(
          'UnknownOperationException',
          `The local runtime does not model ${target === '' ? 'a call without X-Amz-Target' : target}`,
        )
      }
      return toReply(200, await action(parseInput(body)))
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      return toReply(error.status, { __type: error.type, message: error.message })
    }
  }
}

function parseInput(body: string): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body)
    if (isRecord(input)) return input
  } catch {
    // Said below, as for any other body that is no object.
  }
  throw new AwsError('SerializationException', 'The request body is no JSON object')
}

function toReply(status: number, body: unknown): EndpointReply {
  return { status, contentType: CONTENT_TYPE, body: JSON.stringify(body) }
}
