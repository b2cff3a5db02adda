import type { Client } from '@opensearch-project/opensearch'
import { STREAM, TABLE } from '../../test/builders/change-event.ts'

interface Sent {
  readonly path: string
  readonly bulkBody?: string
}

/** A client that takes all at once. */
export function clientThatAnswers(see: (request: Sent) => void): Client {
  const _meta = { codec: 'aws-20-10-1', lineages: [{ table: TABLE, stream: STREAM }] }
  const answer = {
    indices: { getMapping: async () => ({ body: { index: { mappings: { _meta } } } }) },
    transport: {
      request: async (request: Sent) => {
        see(request)
        const items = (request.bulkBody ?? '').split('\n').length >> 1
        return {
          body: { items: Array.from({ length: items }, () => ({ index: { status: 200 } })) },
        }
      },
    },
  }
  return answer as unknown as Client
}
