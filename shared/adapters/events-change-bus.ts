import {
  type EventBridgeClient,
  EventBridgeServiceException,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge'
import type { ChangeBus } from '../redrive/record-route.ts'
import { type BusEntry, toPutCalls } from '../redrive/to-put-calls.ts'

/** The bus on EventBridge. */
export function createEventsChangeBus(client: EventBridgeClient, busName: string): ChangeBus {
  return {
    put: async (events) => {
      const refusals: string[] = []
      for (const entries of toPutCalls(events, busName)) {
        refusals.push(...(await putCall(client, entries)))
      }
      return refusals
    },
  }
}

async function putCall(client: EventBridgeClient, entries: readonly BusEntry[]): Promise<string[]> {
  try {
    const { Entries: results = [] } = await client.send(
      new PutEventsCommand({ Entries: entries.map(toRequestEntry) }),
    )
    return entries.flatMap((_, place) => {
      const { ErrorCode, EventId } = results[place] ?? {}
      if (ErrorCode) return [ErrorCode]
      // What is not known to have been accepted was not.
      return EventId ? [] : ['no answer']
    })
  } catch (error) {
    if (!(error instanceof EventBridgeServiceException)) throw error
    return entries.map(() => error.name)
  }
}

function toRequestEntry({ Time, ...entry }: BusEntry): PutEventsRequestEntry {
  return { ...entry, Time: new Date(Time) }
}
