import { type ColdStart, coldStart } from './cold-start.ts'
import {
  type FunctionProcess,
  type ProcessOptions,
  startFunctionProcess,
} from './function-process.ts'

/** The processes of one function, those that wait for work and those that work. */
export interface ProcessPool {
  /** A warm process, or a new one with its code loaded, or what came of loading it. */
  take(): Promise<ColdStart>
  /** Dead or alive. */
  giveBack(worker: FunctionProcess): void
  stop(): Promise<void>
}

export function createProcessPool(options: ProcessOptions): ProcessPool {
  const { timeoutMs } = options
  const started = new Set<FunctionProcess>()
  const idle: FunctionProcess[] = []

  const start = () => {
    const worker = startFunctionProcess(options)
    started.add(worker)
    return worker
  }
  const takeWarm = (): FunctionProcess | undefined => {
    const worker = idle.pop()
    return worker === undefined || worker.isAlive() ? worker : takeWarm()
  }

  return {
    async take() {
      const worker = takeWarm()
      if (worker === undefined) return coldStart(start, timeoutMs, options.initTimeoutMs)
      return { worker, outcome: { kind: 'ready' }, leftMs: timeoutMs }
    },
    giveBack(worker) {
      if (worker.isAlive()) idle.push(worker)
      for (const one of started) if (!one.isAlive()) started.delete(one)
    },
    async stop() {
      await Promise.all([...started].map((worker) => worker.stop()))
    },
  }
}
