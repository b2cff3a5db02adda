import { type LocalPipe, PipeIsStopping } from '../resources/pipe/local-pipe.ts'
import type { CallerOf } from './caller-of.ts'
import type { EndpointReply, EndpointRequest } from './endpoint-server.ts'

/** `/v1/pipes/<name>`, and what is done to it. */
const PATH = /^\/v1\/pipes\/([^/]+)(?:\/(start|stop))?$/

/**
 * EventBridge Pipes' own API for the Pipes of the stack: DescribePipe, StartPipe and StopPipe.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html
 *
 * @returns undefined for a request that is none of Pipes'.
 */
export function servePipes(
  pipes: ReadonlyMap<string, LocalPipe>,
  callerOf: CallerOf = () => undefined,
): (request: EndpointRequest) => EndpointReply | undefined {
  return ({ method, path, headers }) => {
    if (!path.startsWith('/v1/pipes')) return undefined
    const [, name = '', change] = PATH.exec(path) ?? []
    const isKnown = name !== '' && method === (change === undefined ? 'GET' : 'POST')
    if (!isKnown) {
      return toError(400, 'UnknownOperationException', `${method} ${path} is not modelled`)
    }
    const pipe = [...pipes.values()].find((one) => one.name === decodeURIComponent(name))
    if (pipe === undefined) return toError(404, 'NotFoundException', `Pipe ${name} does not exist.`)
    return change === undefined ? describe(pipe) : changeState(pipe, change, callerOf(headers))
  }
}

function changeState(pipe: LocalPipe, change: string, by: string | undefined): EndpointReply {
  try {
    if (change === 'start') pipe.start()
    else pipe.stop(by)
    return toReply(200, stateOf(pipe))
  } catch (error) {
    if (!(error instanceof PipeIsStopping)) throw error
    return toError(409, 'ConflictException', error.message)
  }
}

function describe(pipe: LocalPipe): EndpointReply {
  const { stateReason } = pipe.status()
  const { Source, SourceParameters, Enrichment, Target, TargetParameters, RoleArn, Description } =
    pipe.properties
  return toReply(200, {
    ...stateOf(pipe),
    ...(stateReason !== undefined && { StateReason: stateReason }),
    Source,
    SourceParameters,
    Enrichment,
    Target,
    TargetParameters,
    RoleArn,
    Description,
  })
}

/** What the reply to each of the three begins with. Times are epoch seconds. */
function stateOf(pipe: LocalPipe) {
  const { currentState, desiredState, createdAtMs, changedAtMs } = pipe.status()
  return {
    Arn: pipe.arn,
    Name: pipe.name,
    CurrentState: currentState,
    DesiredState: desiredState,
    CreationTime: createdAtMs / 1000,
    LastModifiedTime: changedAtMs / 1000,
  }
}

/** Clients differ in where they look for the error's name. */
function toError(status: number, code: string, message: string): EndpointReply {
  return toReply(status, { __type: code, code, message })
}

function toReply(status: number, body: unknown): EndpointReply {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}
