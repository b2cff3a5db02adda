import { CallNotPlaced, type GatewayCall, type ResourceNames } from './gateway-call.ts'

/** What is placed by method and path: the services that speak REST, but for S3. */
interface RestAction {
  readonly service: string
  readonly method: string
  /** Its first group names the resource. */
  readonly path: RegExp
  readonly action: string
  readonly resource: (name: string) => string
}

const pipeOf = (name: string) => `pipe/${name}`
const mappingOf = (uuid: string) => `event-source-mapping:${uuid}`
const MAPPING = /^\/2015-03-31\/event-source-mappings\/([^/]+)$/

const ACTIONS: readonly RestAction[] = [
  ofPipes('DescribePipe', 'GET', /^\/v1\/pipes\/([^/]+)$/),
  ofPipes('StartPipe', 'POST', /^\/v1\/pipes\/([^/]+)\/start$/),
  ofPipes('StopPipe', 'POST', /^\/v1\/pipes\/([^/]+)\/stop$/),
  ofMappings('GetEventSourceMapping', 'GET'),
  ofMappings('UpdateEventSourceMapping', 'PUT'),
]

const SERVICES: ReadonlySet<string> = new Set(ACTIONS.map(({ service }) => service))

/** Whether calls of that service are placed by method and path. */
export function isRestService(service: string): boolean {
  return SERVICES.has(service)
}

/** What a request does. @throws CallNotPlaced */
export function placeRestCall(
  request: { readonly service: string; readonly method: string; readonly path: string },
  { arn }: Pick<ResourceNames, 'arn'>,
): readonly GatewayCall[] {
  const { service, method, path } = request
  const found = ACTIONS.find(
    (one) => one.service === service && one.method === method && one.path.test(path),
  )
  const name = found?.path.exec(path)?.[1]
  if (found === undefined || name === undefined) {
    throw new CallNotPlaced(`The local runtime does not model ${method} ${path} of ${service}`)
  }
  return [
    { action: found.action, resource: arn(service, found.resource(decodeURIComponent(name))) },
  ]
}

function ofPipes(operation: string, method: string, path: RegExp): RestAction {
  return { service: 'pipes', method, path, action: `pipes:${operation}`, resource: pipeOf }
}

function ofMappings(operation: string, method: string): RestAction {
  const action = `lambda:${operation}`
  return { service: 'lambda', method, path: MAPPING, action, resource: mappingOf }
}
