import { randomUUID } from 'node:crypto'
import {
  type AskedResource,
  type CustomResourceReply,
  readCustomResourceReply,
} from './custom-resource-reply.ts'
import type { EndpointReply, EndpointRequest } from './endpoint-server.ts'

export interface ExpectedReply {
  readonly responseUrl: string
  /** Rejects when what was put is not a reply as CloudFormation takes it. */
  readonly reply: Promise<CustomResourceReply>
  /** No reply is waited for any more; a late one is answered with 404. */
  forget(): void
}

export interface CustomResourceReplies {
  expect(asked: AskedResource): ExpectedReply
}

const PATH = '/custom-resource/'

/**
 * Gives out response URLs below the endpoint, and takes what is put there. As on AWS, where the URL is
 * S3's, a reply that is wrong is taken: the resource fails for it, not the function's call.
 */
export function createCustomResourceReplies(baseUrl: () => string): CustomResourceReplies & {
  take(request: EndpointRequest): EndpointReply | undefined
} {
  const waiting = new Map<string, (body: string) => void>()
  return {
    expect(asked) {
      const path = `${PATH}${randomUUID()}`
      const body = new Promise<string>((resolve) => waiting.set(path, resolve))
      return {
        responseUrl: `${baseUrl()}${path}`,
        reply: body.then((text) => readCustomResourceReply(text, asked)),
        forget: () => waiting.delete(path),
      }
    },
    take({ method, path, body }) {
      if (!path.startsWith(PATH)) return undefined
      const resolve = waiting.get(path)
      if (resolve === undefined || method !== 'PUT') return { status: 404 }
      waiting.delete(path)
      resolve(body)
      return { status: 200 }
    },
  }
}
