import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type ForwardOptions, forward, openRequest, replyOf } from '../gateway/forward.ts'
import { type GatewayReply, sendReply } from '../gateway/gateway-reply.ts'
import { readBody } from '../gateway/read-body.ts'
import type { Chaos } from './chaos.ts'
import { InjectedFault } from './fault.ts'
import type { Hop } from './hops.ts'

export interface DisturbedForward extends ForwardOptions {
  readonly chaos: Chaos
  readonly hop: Hop
  /** What a service answers that does not take the request. */
  readonly refusal: GatewayReply
}

/** Answer of an engine, whole. */
interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/**
 * Hands a request on with the faults of a hop: one that is not made is answered by the refusal, and of
 * one whose reply is lost the connection is cut. Without faults it is streamed.
 *
 * @throws the engine's connection error; a caller then sees its own connection end.
 */
export async function forwardThrough(
  incoming: IncomingMessage,
  response: ServerResponse,
  { chaos, hop, refusal, ...options }: DisturbedForward,
): Promise<void> {
  if (chaos.faults()[hop] === undefined) return forward(incoming, response, options)
  const body = options.body ?? (await readBody(incoming))
  try {
    const answer = await chaos.through(hop, () => ask(incoming, { ...options, body }))
    const other = options.instead?.(answer.status)
    if (other !== undefined) return sendReply(response, other)
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  } catch (error) {
    if (!(error instanceof InjectedFault)) throw error
    if (error.wasMade) response.destroy()
    else sendReply(response, refusal)
  }
}

async function ask(
  incoming: IncomingMessage,
  { body, ...options }: ForwardOptions,
): Promise<Answer> {
  const outgoing = openRequest(incoming, options)
  const replied = replyOf(outgoing)
  outgoing.end(body)
  const reply = await replied
  return { status: reply.statusCode ?? 502, headers: reply.headers, body: await buffer(reply) }
}
