import type { Agent, IncomingMessage, ServerResponse } from 'node:http'
import type { Chaos } from '../chaos/chaos.ts'
import { forwardThrough } from '../chaos/forward-through.ts'
import { AccessDenied, type Authorize } from '../policies/authorize.ts'
import { deniedReply, refusedReply, slowDown } from './denied-reply.ts'
import { forward } from './forward.ts'
import { CallNotPlaced, type GatewayCall, type ResourceNames } from './gateway-call.ts'
import { type GatewayReply, sendReply } from './gateway-reply.ts'
import { placeJsonCall } from './place-json-call.ts'
import { isRestService, placeRestCall } from './place-rest-call.ts'
import { bucketOf, placeS3Call } from './place-s3-call.ts'
import { readBody } from './read-body.ts'
import { readCaller } from './read-caller.ts'

/** A function, as the gateway knows it. */
export interface GatewayCaller {
  /** Letters and digits, its own. */
  readonly accessKeyId: string
  /** ARN of its session, for messages. */
  readonly user: string
  readonly authorize: Authorize
}

export interface Serving {
  /** Engines by the service of the signature: full URLs. */
  readonly engines: Readonly<Record<string, string>>
  readonly names: ResourceNames
  readonly callers: ReadonlyMap<string, GatewayCaller>
  readonly agent: Agent
  readonly chaos: Chaos
}

interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly service: string
  readonly caller: GatewayCaller
}

/** Checks one request and hands it on. @throws the engine's connection error. */
export async function serveCall(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const signed = readCaller(request.headers, url.searchParams)
  const caller = serving.callers.get(signed?.accessKeyId ?? '')
  if (signed === undefined || caller === undefined) {
    return sendReply(response, unknownCaller(signed?.service))
  }
  const { service } = signed
  const call: Call = { request, response, url, service, caller }
  try {
    await (service === 's3' ? serveS3(call, serving) : serveJson(call, serving))
  } catch (error) {
    const reply = toReply(error, call)
    if (reply === undefined) throw error
    sendReply(response, reply)
  }
}

async function serveJson(call: Call, { engines, names, agent }: Serving): Promise<void> {
  const { request, response, service, caller } = call
  const target = String(request.headers['x-amz-target'] ?? '')
  const body = await readBody(request)
  const calls = isRestService(service)
    ? placeRestCall({ service, method: request.method ?? 'GET', path: call.url.pathname }, names)
    : placeJsonCall({ service, target, body: body.toString('utf8') }, names)
  authorizeAll(calls, caller)
  await forward(request, response, { to: engineOf(service, engines), agent, body })
}

/** Objects may be large: they are streamed. */
async function serveS3(call: Call, { engines, agent, chaos }: Serving): Promise<void> {
  const { request, response, url, service, caller } = call
  const { method = 'GET', headers } = request
  const path = url.pathname
  authorizeAll(placeS3Call({ method, path, query: url.searchParams, headers }), caller)
  const instead = (status: number) => (status === 404 ? denyMissing(call) : undefined)
  await forwardThrough(request, response, {
    to: engineOf(service, engines),
    ...{ agent, instead, chaos },
    hop: 'objects',
    refusal: slowDown(),
  })
}

/** Who may not list a bucket does not learn that an object is not there. */
function denyMissing({ request, url, caller, service }: Call): GatewayReply | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  try {
    caller.authorize('s3:ListBucket', bucketOf(url.pathname))
    return undefined
  } catch (error) {
    if (error instanceof AccessDenied) return deniedReply(service, error, caller.user)
    throw error
  }
}

function engineOf(service: string, engines: Serving['engines']): string {
  const engine = Object.hasOwn(engines, service) ? engines[service] : undefined
  if (engine !== undefined) return engine
  throw new CallNotPlaced(`The local runtime has no ${service} that functions can call`)
}

function authorizeAll(calls: readonly GatewayCall[], { authorize }: GatewayCaller): void {
  for (const { action, resource } of calls) authorize(action, resource)
}

function toReply(error: unknown, { service, caller }: Call): GatewayReply | undefined {
  if (error instanceof AccessDenied) return deniedReply(service, error, caller.user)
  if (error instanceof CallNotPlaced) {
    return refusedReply(service, 'UnknownOperationException', error.message)
  }
  return undefined
}

function unknownCaller(service: string | undefined): GatewayReply {
  return service === undefined
    ? refusedReply('', 'MissingAuthenticationTokenException', 'The request is not signed')
    : refusedReply(service, 'UnrecognizedClientException', 'The access key is no function’s')
}
