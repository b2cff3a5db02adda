import { isRecord } from '../../shared/json/is-record.ts'
import {
  type LocalMapping,
  MappingIsInUse,
} from '../resources/event-source-mapping/local-mapping.ts'
import type { CallerOf } from './caller-of.ts'
import type { EndpointReply, EndpointRequest } from './endpoint-server.ts'

const PATH = /^\/2015-03-31\/event-source-mappings\/([^/]+)$/

/**
 * Lambda's own API for the mappings of the stack: GetEventSourceMapping, and UpdateEventSourceMapping as
 * far as it enables and disables.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 *
 * @returns undefined for a request that is none of Lambda's.
 */
export function serveMappings(
  mappings: ReadonlyMap<string, LocalMapping>,
  callerOf: CallerOf = () => undefined,
): (request: EndpointRequest) => EndpointReply | undefined {
  return ({ method, path, headers, body }) => {
    if (!path.startsWith('/2015-03-31/')) return undefined
    const [, uuid] = PATH.exec(path) ?? []
    if (uuid === undefined || (method !== 'GET' && method !== 'PUT')) {
      return toError(400, 'UnknownOperationException', `${method} ${path} is not modelled`)
    }
    const mapping = mappings.get(decodeURIComponent(uuid))
    if (mapping === undefined) {
      return toError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
    }
    return method === 'GET'
      ? toReply(200, describe(mapping))
      : update(mapping, body, callerOf(headers))
  }
}

function update(mapping: LocalMapping, body: string, by: string | undefined): EndpointReply {
  const { Enabled, ...others } = parse(body)
  const [other] = Object.keys(others)
  if (other !== undefined || typeof Enabled !== 'boolean') {
    const what = other ?? 'an update without Enabled'
    return toError(400, 'InvalidParameterValueException', `${what} is not modelled`)
  }
  try {
    mapping.enable(Enabled, by)
    return toReply(202, describe(mapping))
  } catch (error) {
    if (!(error instanceof MappingIsInUse)) throw error
    return toError(400, 'ResourceInUseException', error.message)
  }
}

function describe({ uuid, functionArn, properties, status }: LocalMapping) {
  const { state, changedAtMs } = status()
  const { BatchSize, EventSourceArn, FunctionResponseTypes } = properties
  return {
    UUID: uuid,
    State: state,
    StateTransitionReason: 'USER_INITIATED',
    LastModified: changedAtMs / 1000,
    FunctionArn: functionArn,
    ...{ BatchSize, EventSourceArn, FunctionResponseTypes },
  }
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(body)
    return isRecord(input) ? input : {}
  } catch {
    // Refused for what it lacks.
    return {}
  }
}

function toError(status: number, type: string, message: string): EndpointReply {
  return toReply(status, { __type: type, Type: 'User', message })
}

function toReply(status: number, body: unknown): EndpointReply {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}
