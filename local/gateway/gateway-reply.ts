import type { ServerResponse } from 'node:http'

/** An answer of the gateway's own. */
export interface GatewayReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is left of the request is read, so that its sender gets to the answer. */
export function sendReply(response: ServerResponse, { status, headers, body }: GatewayReply): void {
  response.req.resume()
  response.writeHead(status, headers)
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
