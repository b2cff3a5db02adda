/**
 * A Pipe by its own API: DescribePipe, StopPipe, StartPipe.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html
 */
import { type Switch, SwitchIsBusy, type SwitchStatus } from '../switch/switch.ts'
import { type AwsRestClient, AwsRestError } from './aws-rest-client.ts'

const STATES: Readonly<Record<string, SwitchStatus['state']>> = {
  RUNNING: 'running',
  STOPPED: 'stopped',
  STOPPING: 'stopping',
}
const FAILED = /_FAILED$/

/** @param client of the service `pipes`. @param name what `Ref` returns. */
export function createPipeSwitch(client: AwsRestClient, name: string): Switch {
  const path = `/v1/pipes/${encodeURIComponent(name)}`
  const change = async (verb: 'start' | 'stop') => {
    try {
      await client.send({ method: 'POST', path: `${path}/${verb}`, body: {} })
    } catch (error) {
      if (!(error instanceof AwsRestError) || error.name !== 'ConflictException') throw error
      throw new SwitchIsBusy(error.message, { cause: error })
    }
  }
  return {
    status: async () => toStatus(await client.send({ method: 'GET', path })),
    stop: () => change('stop'),
    start: () => change('start'),
  }
}

function toStatus(pipe: Readonly<Record<string, unknown>>): SwitchStatus {
  const word = String(pipe.CurrentState)
  const { StateReason: reason } = pipe
  return {
    state: STATES[word] ?? (FAILED.test(word) ? 'failed' : 'changing'),
    word,
    ...(typeof reason === 'string' && { reason }),
    changedAtMs: Number(pipe.LastModifiedTime) * 1_000,
  }
}
