/**
 * What feeds a function from its queue, by Lambda's API: GetEventSourceMapping, UpdateEventSourceMapping.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 */
import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  type LambdaClient,
  ResourceConflictException,
  ResourceInUseException,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import { type Switch, SwitchIsBusy, type SwitchStatus } from '../switch/switch.ts'

const STATES: Readonly<Record<string, SwitchStatus['state']>> = {
  Enabled: 'running',
  Disabled: 'stopped',
  Disabling: 'stopping',
}

/** @param id what `Ref` returns. */
export function createMappingSwitch(client: LambdaClient, id: string): Switch {
  const enable = async (Enabled: boolean) => {
    try {
      await client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled }))
    } catch (error) {
      if (!isBusy(error)) throw error
      throw new SwitchIsBusy(`${error.name}: ${error.message}`, { cause: error })
    }
  }
  return {
    status: async () => toStatus(await client.send(new GetEventSourceMappingCommand({ UUID: id }))),
    stop: () => enable(false),
    start: () => enable(true),
  }
}

/** A mapping that is being changed takes no other change. */
function isBusy(error: unknown): error is ResourceInUseException | ResourceConflictException {
  return error instanceof ResourceInUseException || error instanceof ResourceConflictException
}

function toStatus(mapping: EventSourceMappingConfiguration): SwitchStatus {
  const { State: word = 'unknown', LastModified } = mapping
  return {
    state: STATES[word] ?? 'changing',
    word,
    changedAtMs: LastModified?.getTime() ?? 0,
  }
}
