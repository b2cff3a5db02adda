import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { createLimiter } from '../limiter.ts'
import type { Emit } from '../signals.ts'
import { functionEnvironment, type ServiceEndpoints } from './function-environment.ts'
import {
  type FunctionProcess,
  failure,
  type InvocationResult,
  PAYLOAD_TOO_LARGE,
  startFunctionProcess,
} from './function-process.ts'
import { PAYLOAD_BYTES_MAX, PROCESSES_MAX, STOP_GRACE_MS } from './limits.ts'
import { unpackZip } from './unpack-zip.ts'

export interface FunctionOptions {
  readonly functionName: string
  readonly arn: string
  readonly handler: string
  readonly zipPath: string
  readonly memoryMib: number
  readonly timeoutMs: number
  readonly variables: Readonly<Record<string, string>>
  readonly endpoints: ServiceEndpoints
  /** A folder outside any Node project; the code is unpacked below it. */
  readonly workDir: string
  /** Output goes to `<function name>.log` in it, appended. */
  readonly logsDir: string
  /** At most that many invocations at a time; the others wait. */
  readonly processesMax?: number
  readonly emit: Emit
}

/** A function that runs from its package in processes of its own. */
export interface LocalFunction {
  readonly name: string
  readonly processesMax: number
  /** Never rejects: what goes wrong inside the function is in the result. */
  invoke(payload: unknown): Promise<InvocationResult>
  /** Gives running invocations a moment to finish, then ends the processes. */
  stop(): Promise<void>
}

export async function createLocalFunction(options: FunctionOptions): Promise<LocalFunction> {
  const { functionName, emit, processesMax = PROCESSES_MAX } = options
  const codeDir = join(options.workDir, functionName)
  await unpackZip(options.zipPath, codeDir)
  await mkdir(options.logsDir, { recursive: true })
  const log = createWriteStream(join(options.logsDir, `${basename(functionName)}.log`), {
    flags: 'a',
  })
  // Every process is piped into it.
  log.setMaxListeners(0)
  const env = functionEnvironment({ ...options, codeDir, homeDir: options.workDir })

  const idle: FunctionProcess[] = []
  const alive = new Set<FunctionProcess>()
  const running = new Set<Promise<InvocationResult>>()
  const limit = createLimiter(processesMax)

  const takeProcess = (): FunctionProcess => {
    const warm = idle.pop()
    if (warm?.isAlive()) return warm
    const started = startFunctionProcess({ ...options, codeDir, env, log })
    alive.add(started)
    return started
  }
  const runOnce = async (payload: string): Promise<InvocationResult> => {
    const worker = takeProcess()
    const startedAt = performance.now()
    const result = await worker.invoke(randomUUID(), payload)
    if (worker.isAlive()) idle.push(worker)
    else alive.delete(worker)
    tellResult(result, performance.now() - startedAt)
    return result
  }
  const tellResult = (result: InvocationResult, durationMs: number) => {
    if (result.ok) emit({ type: 'function.invoked', function: functionName, durationMs })
    else if (result.timedOut) {
      emit({ type: 'function.timed_out', function: functionName, timeoutMs: options.timeoutMs })
    } else {
      const { errorType, errorMessage } = result.error
      emit({ type: 'function.failed', function: functionName, errorType, error: errorMessage })
    }
  }

  return {
    name: functionName,
    processesMax,
    async invoke(payload) {
      const text = JSON.stringify(payload)
      if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
        return failure(PAYLOAD_TOO_LARGE, `the request exceeds ${PAYLOAD_BYTES_MAX} bytes`)
      }
      const run = limit(() => runOnce(text))
      running.add(run)
      return run.finally(() => running.delete(run))
    },
    async stop() {
      const grace = sleepFor(STOP_GRACE_MS, undefined, { ref: false })
      await Promise.race([Promise.all(running), grace])
      await Promise.all([...alive].map((worker) => worker.stop()))
      log.end()
      await finished(log)
    },
  }
}
