import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBStreamsClient, GetRecordsCommand } from '@aws-sdk/client-dynamodb-streams'
import { LOCAL_CREDENTIALS } from '../../local/engine-clients.ts'
import { POLL_INTERVAL_MS } from '../../local/resources/pipe/limits.ts'
import { openStream } from '../pipeline/open-stream.ts'

export interface TablePlace {
  readonly endpoint: string
  readonly region: string
  readonly tableName: string
}

/** Reads a stream at a Pipe's pace and does nothing with it: the lag that any pipeline has at least. */
export interface Reader {
  /**
   * Reads on until it has so many changes, and stops.
   *
   * @returns when each was read, epoch milliseconds, by the item's id.
   * @throws Error when it lacks some after so long.
   */
  finish(changes: number, msMax: number): Promise<ReadonlyMap<string, number>>
}

/** Begins at what is written from now on. */
export async function createReader(place: TablePlace): Promise<Reader> {
  const client = new DynamoDBStreamsClient({ ...place, credentials: LOCAL_CREDENTIALS })
  const readMs = new Map<string, number>()
  const stopping = new AbortController()

  const readShard = async (iterator: string | undefined) => {
    for (let next = iterator; next !== undefined && !stopping.signal.aborted; ) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator: next }))
      next = page.NextShardIterator
      const now = performance.timeOrigin + performance.now()
      for (const { dynamodb } of page.Records ?? []) {
        readMs.set(`${dynamodb?.Keys?.pk?.S}|${dynamodb?.Keys?.sk?.S}`, now)
      }
      if (!page.Records?.length) await delay(POLL_INTERVAL_MS)
    }
  }
  const iterators = await openStream(client, place.tableName, 'LATEST')
  const reading = Promise.all(iterators.map(readShard))

  return {
    async finish(changes, msMax) {
      const until = performance.now() + msMax
      while (readMs.size < changes && performance.now() < until) await delay(POLL_INTERVAL_MS)
      stopping.abort()
      await reading
      client.destroy()
      if (readMs.size < changes) throw new Error(`The reader has ${readMs.size} of ${changes}.`)
      return readMs
    },
  }
}
