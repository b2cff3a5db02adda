import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import type { Load, Write } from './load.ts'
import type { TablePlace } from './read-along.ts'

export interface Loader extends Disposable {
  /** @returns when the table has answered the last write. @throws Error when one failed. */
  write(load: Load): Promise<readonly Write[]>
}

/** Starts the application that writes. */
export function startLoader({ endpoints, region, resources }: RuntimeFile): Loader {
  const place: TablePlace = {
    endpoint: endpoints.dynamodb ?? '',
    region,
    tableName: resources.OrdersTable ?? '',
  }
  const child = fork(join(import.meta.dirname, 'load.ts'), [JSON.stringify(place)])
  const ended = once(child, 'exit').then(() => undefined)
  return {
    async write(load) {
      child.send(load)
      const answer = await Promise.race([once(child, 'message'), ended])
      if (answer === undefined) throw new Error('What writes has ended; it said why.')
      return answer[0]
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}
