import type { Faults } from '../../local/chaos/fault.ts'
import type { ChaosState } from '../../local/endpoints/chaos-api.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { messageOf } from '../../local/message-of.ts'
import { InputError } from '../command.ts'

/** Faults of the running runtime. Each call gives what is set afterwards. */
export interface ChaosClient {
  read(): Promise<ChaosState>
  /** In place of all that was set. @throws InputError for what are no faults. */
  set(faults: Faults, seed: number): Promise<ChaosState>
  /** @throws InputError for a time that is out of its range. */
  jump(ms: number): Promise<ChaosState>
}

/** @param url of the runtime's own endpoint. */
export function createChaosClient(url: string): ChaosClient {
  const call = async (path: string, body?: object): Promise<ChaosState> => {
    const sent = body && { method: 'PUT', body: JSON.stringify(body) }
    const reply = await fetch(url + path, sent).catch((error: Error) => {
      const reason = messageOf(error.cause ?? error)
      throw new EnvironmentError(`The runtime does not answer: ${reason}`, { cause: error })
    })
    const answer = (await reply.json()) as ChaosState & { mistakes?: readonly string[] }
    if (answer.mistakes !== undefined) throw new InputError(answer.mistakes.join('\n'))
    return answer
  }
  return {
    read: () => call(''),
    set: (faults, seed) => call('', { faults, seed }),
    jump: (ms) => call('/jump', { ms }),
  }
}
