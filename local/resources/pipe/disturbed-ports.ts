import type { Chaos } from '../../chaos/chaos.ts'
import type { PutEventsResultEntry } from '../event-bus/put-events.ts'
import type { PutEventsEntry } from '../event-bus/put-events-entry.ts'
import type { PipePorts } from './pipe.ts'

const THROTTLED = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Refused, on purpose' } as const

/** Ports with the faults of the hops `stream`, `enrichment` and `bus`. Dead letters pass as they are. */
export function disturbPorts(ports: PipePorts, chaos: Chaos): PipePorts {
  const { stream, enrich } = ports
  return {
    ...ports,
    stream: {
      ...stream,
      describe: () => chaos.through('stream', () => stream.describe()),
      openShard: (shardId, place) =>
        chaos.through('stream', () => stream.openShard(shardId, place)),
      read: (iterator) => chaos.through('stream', () => stream.read(iterator)),
    },
    ...(enrich && {
      enrich: (batch) => chaos.through('enrichment', (killAfterMs) => enrich(batch, killAfterMs)),
    }),
    putEvents: (entries) =>
      chaos.through('bus', async () => {
        const isRefused = entries.map(() => chaos.refuses('bus'))
        if (!isRefused.includes(true)) return ports.putEvents(entries)
        return putOthers(entries, isRefused, ports)
      }),
  }
}

/** Puts those that are not refused. @returns a result for each entry, in order. */
async function putOthers(
  entries: readonly PutEventsEntry[],
  isRefused: readonly boolean[],
  { putEvents }: PipePorts,
): ReturnType<PipePorts['putEvents']> {
  const others = entries.filter((_, index) => !isRefused[index])
  const taken = others.length > 0 ? [...(await putEvents(others)).Entries] : []
  const results = isRefused.map(
    (refused): PutEventsResultEntry => (refused ? THROTTLED : (taken.shift() ?? THROTTLED)),
  )
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  }
}
