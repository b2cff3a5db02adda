import type { ServerResponse } from 'node:http'
import { type HttpRequest, startHttpServer } from './http-server.ts'

export interface Exchange {
  readonly request: HttpRequest
  readonly response: ServerResponse
  /** Has the engine do it, with another body if one is given, and answers its answer. */
  forward(body?: string): Promise<string>
  /** Ends the connection without an answer. */
  cut(): void
}

export interface EngineProxy {
  readonly url: string
  /** What is done to requests whose path begins so; all others go through. */
  interfere(path: string, how: (exchange: Exchange) => Promise<void> | void): void
  /** Lets all requests through again. */
  relent(): void
  stop(): Promise<void>
}

/** Stands between a client and a real engine, and spoils what it is told to. */
export async function startEngineProxy(endpoint: string): Promise<EngineProxy> {
  const spoilt = new Map<string, (exchange: Exchange) => Promise<void> | void>()

  const server = await startHttpServer(async (request, response) => {
    const { method, path } = request
    const forward = async (body = request.body) => {
      const contentType = request.headers['content-type'] ?? 'application/json'
      const answer = await fetch(`${endpoint}${path}`, {
        method,
        headers: { 'content-type': contentType },
        ...(body !== '' && { body }),
      })
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      return answer.text()
    }
    const cut = () => response.socket?.destroy()
    const [, how] = [...spoilt].find(([begin]) => path.startsWith(begin)) ?? []
    if (how === undefined) response.end(await forward())
    else await how({ request, response, forward, cut })
  })
  return {
    url: server.url,
    interfere: (path, how) => void spoilt.set(path, how),
    relent: () => spoilt.clear(),
    stop: () => server.stop(),
  }
}
