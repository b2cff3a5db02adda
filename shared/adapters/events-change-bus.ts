import { isRecord } from '../json/is-record.ts'
import type { ChangeBus } from '../redrive/record-route.ts'
import { type BusEntry, toPutCalls } from '../redrive/to-put-calls.ts'
import { postSigned, type SignedService } from './aws-signed-call.ts'

/** The bus on EventBridge, by the one action that is needed of it: AWS JSON 1.1. */
export function createEventsChangeBus(
  service: Omit<SignedService, 'service'>,
  busName: string,
): ChangeBus {
  return {
    put: async (events) => {
      const refusals: string[] = []
      for (const entries of toPutCalls(events, busName)) {
        refusals.push(...(await putCall({ ...service, service: 'events' }, entries)))
      }
      return refusals
    },
  }
}

async function putCall(service: SignedService, entries: readonly BusEntry[]): Promise<string[]> {
  const { status, text } = await postSigned(service, JSON.stringify({ Entries: entries }), {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSEvents.PutEvents',
  })
  const answer = parse(text)
  if (status !== 200) return entries.map(() => nameOf(answer.__type) ?? `status ${status}`)
  const results = Array.isArray(answer.Entries) ? answer.Entries : []
  return entries.flatMap((_, place) => {
    const result: unknown = results[place]
    // What is not known to have been accepted was not.
    if (!isRecord(result)) return ['no answer']
    if (result.ErrorCode !== undefined && result.ErrorCode !== null)
      return [String(result.ErrorCode)]
    return typeof result.EventId === 'string' ? [] : ['no answer']
  })
}

function parse(text: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text)
    return isRecord(answer) ? answer : {}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {}
  }
}

/** `com.amazonaws.events#ThrottlingException` is `ThrottlingException`. */
function nameOf(type: unknown): string | undefined {
  return typeof type === 'string' ? type.split('#').at(-1) : undefined
}
