import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import { request as requestByTls } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { type GatewayReply, sendReply } from './gateway-reply.ts'

export interface ForwardOptions {
  /** Of the engine, as a URL; the request keeps its path. */
  readonly to: string
  readonly agent: Agent
  /** What was read of the request already; without it the request is streamed. */
  readonly body?: Buffer
  /** Another answer in place of the engine's, by its status. */
  readonly instead?: (status: number) => GatewayReply | undefined
}

/**
 * Hands a request on and its answer back.
 *
 * @throws the engine's connection error; a caller then sees its own connection end.
 */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { to, agent, body, instead }: ForwardOptions,
): Promise<void> {
  const outgoing = openRequest(incoming, { to, agent })
  response.once('close', () => outgoing.destroy())
  const replied = replyOf(outgoing)
  if (body === undefined) incoming.pipe(outgoing)
  else outgoing.end(body)

  const reply = await replied
  const { statusCode = 502 } = reply
  const other = instead?.(statusCode)
  if (other !== undefined) {
    reply.resume()
    return sendReply(response, other)
  }
  response.writeHead(statusCode, reply.headers)
  await pipeline(reply, response)
}

/** The same request to the engine, without its body. */
export function openRequest(
  incoming: IncomingMessage,
  { to, agent }: Pick<ForwardOptions, 'to' | 'agent'>,
): ClientRequest {
  const target = new URL(incoming.url ?? '/', to)
  // The server has said already that the body may come.
  const { expect: _, ...headers } = incoming.headers
  const { method } = incoming
  const open = target.protocol === 'https:' ? requestByTls : request
  return open(target, { agent, method, headers: { ...headers, host: target.host } })
}

/** @throws the connection's error. */
export function replyOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
}
