/**
 * A Pipe by its own API: DescribePipe, StopPipe, StartPipe.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html
 */
import {
  ConflictException,
  DescribePipeCommand,
  type DescribePipeCommandOutput,
  type PipesClient,
  StartPipeCommand,
  StopPipeCommand,
} from '@aws-sdk/client-pipes'
import { type Switch, SwitchIsBusy, type SwitchStatus } from '../switch/switch.ts'

const STATES: Readonly<Record<string, SwitchStatus['state']>> = {
  RUNNING: 'running',
  STOPPED: 'stopped',
  STOPPING: 'stopping',
}
const FAILED = /_FAILED$/

/** @param name what `Ref` returns. */
export function createPipeSwitch(client: PipesClient, name: string): Switch {
  const change = async (command: StopPipeCommand | StartPipeCommand) => {
    try {
      await client.send(command)
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error
      throw new SwitchIsBusy(`${error.name}: ${error.message}`, { cause: error })
    }
  }
  return {
    status: async () => toStatus(await client.send(new DescribePipeCommand({ Name: name }))),
    stop: () => change(new StopPipeCommand({ Name: name })),
    start: () => change(new StartPipeCommand({ Name: name })),
  }
}

function toStatus(pipe: DescribePipeCommandOutput): SwitchStatus {
  const { CurrentState: word = 'unknown', StateReason: reason, LastModifiedTime } = pipe
  return {
    state: STATES[word] ?? (FAILED.test(word) ? 'failed' : 'changing'),
    word,
    ...(reason !== undefined && { reason }),
    changedAtMs: LastModifiedTime?.getTime() ?? 0,
  }
}
