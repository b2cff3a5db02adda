import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { createLimiter } from '../limiter.ts'
import type { Emit } from '../signals.ts'
import { functionEnvironment } from './function-environment.ts'
import { type InvocationResult, requestTooLarge, throttled, toResult } from './invocation-result.ts'
import { PAYLOAD_BYTES_MAX, PROCESSES_MAX, STOP_GRACE_MS } from './limits.ts'
import { createProcessPool, type ProcessPool } from './process-pool.ts'
import { unpackZip } from './unpack-zip.ts'

export interface FunctionOptions {
  readonly functionName: string
  readonly arn: string
  /** ARN of its execution role. */
  readonly roleArn: string
  readonly handler: string
  readonly zipPath: string
  readonly memoryMib: number
  readonly timeoutMs: number
  /** What a test shortens: how long the code may take to load. */
  readonly initTimeoutMs?: number
  readonly variables: Readonly<Record<string, string>>
  /** Where every AWS service is. */
  readonly endpointUrl: string
  /** Says which function calls. Letters and digits. */
  readonly accessKeyId: string
  /** A folder outside any Node project; the code is unpacked below it. */
  readonly workDir: string
  /** Output goes to `<function name>.log` in it, appended. */
  readonly logsDir: string
  /** At most that many invocations at a time, the others are throttled. Absent: none is. */
  readonly reservedConcurrency?: number | undefined
  /** At most that many processes; what is not throttled waits for one. */
  readonly processesMax?: number
  /** Told of each line of its output. */
  readonly onLine?: (line: string) => void
  /** How far its `Date` is ahead of the machine's clock, asked for each invocation. Milliseconds. */
  readonly dateAheadMs?: () => number
  readonly emit: Emit
}

export interface InvokeOptions {
  /** Its process is killed so long after it began to work, or when it is done before. */
  readonly killAfterMs?: number | undefined
}

/** A function that runs from its package in processes of its own. */
export interface LocalFunction {
  readonly name: string
  readonly roleArn: string
  readonly timeoutMs: number
  /** Never rejects: what goes wrong is in the result. */
  invoke(payload: unknown, options?: InvokeOptions): Promise<InvocationResult>
  /** Gives running invocations a moment to finish, then ends the processes. */
  stop(): Promise<void>
}

export async function createLocalFunction(options: FunctionOptions): Promise<LocalFunction> {
  const { functionName, roleArn, timeoutMs, emit, processesMax = PROCESSES_MAX } = options
  const { reservedConcurrency = Number.POSITIVE_INFINITY } = options
  const { pool, closeLog } = await prepareProcesses(options)
  const running = new Set<Promise<InvocationResult>>()
  const limit = createLimiter(processesMax)

  const runOnce = async (payload: string, how: InvokeOptions): Promise<InvocationResult> => {
    const requestId = randomUUID()
    const startedAt = performance.now()
    const { worker, outcome, leftMs } = await pool.take()
    const result =
      outcome.kind === 'ready'
        ? await worker.invoke({ requestId, payload, leftMs, ...how })
        : toResult(outcome, { requestId, timeoutMs })
    pool.giveBack(worker)
    tellResult(result, performance.now() - startedAt)
    return result
  }
  const tellResult = (result: InvocationResult, durationMs: number) => {
    if (result.ok) emit({ type: 'function.invoked', function: functionName, durationMs })
    else if (result.timedOut) {
      emit({ type: 'function.timed_out', function: functionName, timeoutMs })
    } else {
      const { errorType, errorMessage } = result.error
      emit({ type: 'function.failed', function: functionName, errorType, error: errorMessage })
    }
  }

  return {
    name: functionName,
    roleArn,
    timeoutMs,
    async invoke(payload, how = {}) {
      const text = JSON.stringify(payload) ?? 'null'
      const bytes = Buffer.byteLength(text)
      if (bytes > PAYLOAD_BYTES_MAX) return requestTooLarge(bytes)
      if (running.size >= reservedConcurrency) {
        emit({ type: 'function.throttled', function: functionName, limit: reservedConcurrency })
        return throttled()
      }
      const run = limit(() => runOnce(text, how))
      running.add(run)
      return run.finally(() => running.delete(run))
    },
    async stop() {
      const grace = sleepFor(STOP_GRACE_MS, undefined, { ref: false })
      await Promise.race([Promise.all(running), grace])
      await pool.stop()
      await closeLog()
    },
  }
}

/** Unpacks the code and opens the log that every process writes to. */
async function prepareProcesses(
  options: FunctionOptions,
): Promise<{ pool: ProcessPool; closeLog: () => Promise<void> }> {
  const { functionName, workDir, logsDir } = options
  const codeDir = join(workDir, functionName)
  await unpackZip(options.zipPath, codeDir)
  await mkdir(logsDir, { recursive: true })
  const log = createWriteStream(join(logsDir, `${basename(functionName)}.log`), { flags: 'a' })
  // Every process is piped into it.
  log.setMaxListeners(0)
  const env = functionEnvironment({ ...options, codeDir, homeDir: workDir })

  const closeLog = async () => {
    log.end()
    await finished(log)
  }
  return { pool: createProcessPool({ ...options, codeDir, env, log }), closeLog }
}
