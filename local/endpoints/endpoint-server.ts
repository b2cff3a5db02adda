import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

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
  /** No further request can come over the connection. */
  readonly closes?: boolean
}

export type RequestHandler = (request: EndpointRequest) => Promise<EndpointReply>

export interface EndpointServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  stop(): Promise<void>
}

/** Our own: bytes of a request's body. PutEvents' 1 MiB of details may be several times that, escaped. */
export const REQUEST_BYTES_MAX = 8 * 1024 * 1024

/** What is left of the body is not read, so the connection is of no more use. */
const TOO_LARGE: EndpointReply = { status: 413, closes: true }

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
  const body = await readBody(request)
  if (body === undefined) return TOO_LARGE
  return handle({
    method: request.method ?? 'GET',
    path: new URL(request.url ?? '/', 'http://127.0.0.1').pathname,
    headers: request.headers,
    body,
  })
}

/** Counts what comes, whatever the headers say. Undefined for a body that is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length
    if (bytes > REQUEST_BYTES_MAX) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toServerError(error: unknown): EndpointReply {
  return { status: 500, body: error instanceof Error ? error.message : 'unknown error' }
}

function send(response: ServerResponse, reply: EndpointReply): void {
  const { status, contentType, body = '', closes = false } = reply
  response.writeHead(status, {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(closes && { connection: 'close' }),
  })
  response.end(body)
}
