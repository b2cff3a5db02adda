import { Worker } from 'node:worker_threads'
import type { JqReply, JqRequest } from './jq-worker.ts'

/**
 * Our own: the library's stack of a megabyte keeps what a run puts there, 3.6 kB and the query. It is
 * overrun by the 297th run of a short query, and by the 122nd of one of five thousand characters.
 */
const RUNS_MAX = 100

export interface JqThread {
  /**
   * One at a time: a run that breaks jq ends all that wait.
   *
   * @throws Error when jq fails, or ends before it has answered.
   */
  run(query: string, input: string): Promise<string>
  stop(): Promise<void>
}

type Waiting = PromiseWithResolvers<string>

/** jq in a thread that begins with the first call, and anew after one that broke it or has worn it out. */
export function createJqThread(): JqThread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0
  let runs = 0

  const settle = (reply: JqReply) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('output' in reply) one?.resolve(reply.output)
    else one?.reject(new Error(reply.error))
  }
  const giveUp = (ended: Worker, reason: Error) => {
    if (worker !== ended) return
    worker = undefined
    for (const one of waiting.values()) one.reject(reason)
    waiting.clear()
  }
  const start = (): Worker => {
    runs = 0
    const started = new Worker(new URL('./jq-worker.ts', import.meta.url))
    started.on('message', settle)
    started.on('error', (error) => giveUp(started, error as Error))
    started.on('exit', () => giveUp(started, new Error('jq ended before it answered')))
    // What keeps the process alive is what puts records, not this.
    started.unref()
    return started
  }

  const stop = async (): Promise<void> => {
    const ending = worker
    if (ending === undefined) return
    giveUp(ending, new Error('jq was stopped'))
    await ending.terminate()
  }

  return {
    async run(query, input) {
      if (runs >= RUNS_MAX) await stop()
      worker ??= start()
      runs += 1
      lastId += 1
      const answer = Promise.withResolvers<string>()
      waiting.set(lastId, answer)
      worker.postMessage({ id: lastId, query, input } satisfies JqRequest)
      return answer.promise
    },
    stop,
  }
}
