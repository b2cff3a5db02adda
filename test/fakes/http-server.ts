import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HttpServer {
  readonly url: string
  readonly requests: readonly HttpRequest[]
  stop(): Promise<void>
}

/** A server on the loopback address that answers as a test wants an engine in trouble to answer. */
export async function startHttpServer(
  answer: (request: HttpRequest, response: ServerResponse) => unknown,
): Promise<HttpServer> {
  const requests: HttpRequest[] = []
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming)
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body }
    requests.push(request)
    await answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
