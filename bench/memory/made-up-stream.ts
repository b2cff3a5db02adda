import { Agent, createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { forward } from '../../local/gateway/forward.ts'
import { readBody } from '../../local/gateway/read-body.ts'
import { anOrder } from '../../test/builders/order-table.ts'

/** As many as DynamoDB gives at once. */
const PAGE_RECORDS = 1_000
const GET_RECORDS = 'DynamoDBStreams_20120810.GetRecords'

/**
 * Stands before DynamoDB Local, which writes a tenth as fast as this: a stream of new orders, a change
 * each, that nobody wrote. Everything else that is asked goes to the engine.
 */
export interface MadeUpStream extends AsyncDisposable {
  readonly url: string
  /** From now on the stream has so many records in all. */
  growTo(records: number): void
}

/** @param to URL of DynamoDB Local. */
export async function startMadeUpStream(to: string): Promise<MadeUpStream> {
  const agent = new Agent({ keepAlive: true })
  let told = 0
  let known = 0
  const answer = (body: Buffer): string => {
    const count = Math.min(PAGE_RECORDS, known - told)
    const records = Array.from({ length: count }, (_, place) => aRecord(told + place + 1))
    told += count
    // The engine's own stream is empty: its iterator stays where it is.
    const { ShardIterator } = JSON.parse(body.toString()) as { ShardIterator: string }
    return JSON.stringify({ Records: records, NextShardIterator: ShardIterator })
  }
  const serve = async (request: IncomingMessage, response: Parameters<typeof forward>[1]) => {
    const body = await readBody(request)
    const isAskedForRecords = request.headers['x-amz-target'] === GET_RECORDS
    if (!isAskedForRecords || told === known) return forward(request, response, { to, agent, body })
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(answer(body))
  }
  const server = createServer((request, response) => {
    // An engine that does not answer: who asked sees its own connection end.
    void serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    growTo: (records) => {
      known = records
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      agent.destroy()
    },
  }
}

function aRecord(number: number): object {
  const { pk, sk, ...rest } = toAttributeMap(
    anOrder(`memory-${number % 1_000}`, `memory-${number}`),
  )
  return {
    awsRegion: 'ddblocal',
    eventID: number.toString(16).padStart(32, '0'),
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventVersion: '1.1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 60_000) * 60,
      Keys: { pk, sk },
      NewImage: { pk, sk, ...rest },
      SequenceNumber: String(number).padStart(21, '0'),
      SizeBytes: 700,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  }
}
