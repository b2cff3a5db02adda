import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { type HttpServer, sendJson, startHttpServer } from '../fakes/http-server.ts'

/** A table whose reads answer with what a test put there. */
export interface ServedItems {
  readonly url: string
  readonly server: HttpServer
  put<Item extends Key>(item: Item): void
  remove(item: Key): void
}

interface Key {
  readonly pk: string
  readonly sk: string
}

/** Serves GetItem and Scan as DynamoDB's wire protocol has them, and nothing else. */
export async function serveItems(): Promise<ServedItems> {
  const items = new Map<string, Record<string, unknown>>()
  const idOf = ({ pk, sk }: Key) => `${pk}|${sk}`
  const server = await startHttpServer(({ headers, body }, response) => {
    const input = JSON.parse(body)
    const action = String(headers['x-amz-target']).split('.').at(-1)
    const all = [...items.values()]
    if (action === 'GetItem') {
      const { pk, sk } = input.Key
      return sendJson(response, 200, { Item: items.get(idOf({ pk: pk.S, sk: sk.S })) })
    }
    return sendJson(response, 200, { Items: all, Count: all.length })
  })
  return {
    url: server.url,
    server,
    put: (item) => items.set(idOf(item), toAttributeMap(item)),
    remove: (item) => items.delete(idOf(item)),
  }
}
