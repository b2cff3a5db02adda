import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface EndpointRequest {
  readonly method: string
  /** With its leading slash, without the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface EndpointReply {
  readonly status: number
  readonly contentType?: string
  readonly body?: string
}

export type RequestHandler = (request: EndpointRequest) => Promise<EndpointReply>

export interface EndpointServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  stop(): Promise<void>
}

/** Bytes of a request's body; the largest call that is modelled (PutEvents) may have 1 MiB. */
const REQUEST_BYTES_MAX = 2 * 1024 * 1024

/** Serves the models' own endpoints on a free port of the loopback address. */
export async function startEndpointServer(handle: RequestHandler): Promise<EndpointServer> {
  const server = createServer((request, response) => {
    void answer(request, handle)
      .catch(toServerError)
      .then((reply) => send(response, reply))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, handle: RequestHandler): Promise<EndpointReply> {
  if (Number(request.headers['content-length'] ?? 0) > REQUEST_BYTES_MAX) return { status: 413 }
  return handle({
    method: request.method ?? 'GET',
    path: new URL(request.url ?? '/', 'http://127.0.0.1').pathname,
    headers: request.headers,
    body: (await buffer(request)).toString('utf8'),
  })
}

function toServerError(error: unknown): EndpointReply {
  return { status: 500, body: error instanceof Error ? error.message : 'unknown error' }
}

function send(response: ServerResponse, { status, contentType, body = '' }: EndpointReply): void {
  response.writeHead(status, contentType === undefined ? {} : { 'content-type': contentType })
  response.end(body)
}
