import { type HttpServer, startHttpServer } from './http-server.ts'

/** Of one connection, not of the request. */
const HOP_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect'])
const UNAVAILABLE = 503

/** The S3 engine behind a door that can be shut for what is to be parked. */
export interface RefusingS3 {
  readonly url: string
  refuseFor(ms: number): void
  /** Requests that met the shut door. */
  refused(): number
  stop(): Promise<void>
}

export async function startRefusingS3(engineUrl: string): Promise<RefusingS3> {
  let opensAt = 0
  let refused = 0
  const server: HttpServer = await startHttpServer((request, response) => {
    if (request.path.includes('/parked/') && Date.now() < opensAt) {
      refused++
      response.writeHead(UNAVAILABLE).end()
      return
    }
    void forward(request).then(async (reply) => {
      response.writeHead(reply.status, Object.fromEntries(reply.headers))
      response.end(await reply.text())
    })
  })

  function forward({ path, method, headers, body }: (typeof server.requests)[number]) {
    const own = Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name))
    return fetch(`${engineUrl}${path}`, {
      method,
      headers: own.map(([name, value]): [string, string] => [name, String(value)]),
      ...(body !== '' && { body }),
    })
  }
  return {
    url: server.url,
    refuseFor: (ms) => {
      opensAt = Date.now() + ms
    },
    refused: () => refused,
    stop: server.stop,
  }
}
