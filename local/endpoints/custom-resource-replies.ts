import { randomUUID } from 'node:crypto'
import { isObject } from '../json.ts'
import type { EndpointReply, EndpointRequest } from './endpoint-server.ts'

/**
 * What a custom resource's function puts to its ResponseURL.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
export interface CustomResourceReply {
  readonly Status: 'SUCCESS' | 'FAILED'
  readonly Reason?: string
  readonly PhysicalResourceId?: string
  readonly Data?: Readonly<Record<string, unknown>>
}

export interface ExpectedReply {
  readonly responseUrl: string
  readonly reply: Promise<CustomResourceReply>
  /** No reply is waited for any more; a late one is answered with 404. */
  forget(): void
}

export interface CustomResourceReplies {
  expect(): ExpectedReply
}

const PATH = '/custom-resource/'

/** Gives out response URLs below the endpoint, and takes what is put there. */
export function createCustomResourceReplies(baseUrl: () => string): CustomResourceReplies & {
  take(request: EndpointRequest): EndpointReply | undefined
} {
  const waiting = new Map<string, (reply: CustomResourceReply) => void>()
  return {
    expect() {
      const path = `${PATH}${randomUUID()}`
      const reply = new Promise<CustomResourceReply>((resolve) => waiting.set(path, resolve))
      const forget = () => waiting.delete(path)
      return { responseUrl: `${baseUrl()}${path}`, reply, forget }
    },
    take({ method, path, body }) {
      if (!path.startsWith(PATH)) return undefined
      const resolve = waiting.get(path)
      if (resolve === undefined || method !== 'PUT') return { status: 404 }
      const reply = parseReply(body)
      if (reply === undefined) return { status: 400, body: 'Status must be SUCCESS or FAILED' }
      waiting.delete(path)
      resolve(reply)
      return { status: 200 }
    },
  }
}

function parseReply(body: string): CustomResourceReply | undefined {
  try {
    const reply: unknown = JSON.parse(body)
    const isReply = isObject(reply) && (reply.Status === 'SUCCESS' || reply.Status === 'FAILED')
    return isReply ? (reply as unknown as CustomResourceReply) : undefined
  } catch {
    return undefined
  }
}
