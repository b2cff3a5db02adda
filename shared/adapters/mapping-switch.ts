/**
 * What feeds a function from its queue, by Lambda's API: GetEventSourceMapping, UpdateEventSourceMapping.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 */
import { type Switch, SwitchIsBusy, type SwitchStatus } from '../switch/switch.ts'
import { type AwsRestClient, AwsRestError } from './aws-rest-client.ts'

const STATES: Readonly<Record<string, SwitchStatus['state']>> = {
  Enabled: 'running',
  Disabled: 'stopped',
  Disabling: 'stopping',
}
/** A mapping that is being changed takes no other change. */
const BUSY: ReadonlySet<string> = new Set(['ResourceInUseException', 'ResourceConflictException'])

/** @param client of the service `lambda`. @param id what `Ref` returns. */
export function createMappingSwitch(client: AwsRestClient, id: string): Switch {
  const path = `/2015-03-31/event-source-mappings/${encodeURIComponent(id)}`
  const enable = async (Enabled: boolean) => {
    try {
      await client.send({ method: 'PUT', path, body: { Enabled } })
    } catch (error) {
      if (!(error instanceof AwsRestError) || !BUSY.has(error.name)) throw error
      throw new SwitchIsBusy(error.message, { cause: error })
    }
  }
  return {
    status: async () => toStatus(await client.send({ method: 'GET', path })),
    stop: () => enable(false),
    start: () => enable(true),
  }
}

function toStatus(mapping: Readonly<Record<string, unknown>>): SwitchStatus {
  const word = String(mapping.State)
  return {
    state: STATES[word] ?? 'changing',
    word,
    changedAtMs: Number(mapping.LastModified) * 1_000,
  }
}
