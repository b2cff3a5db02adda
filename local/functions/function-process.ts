import { type ChildProcess, fork } from 'node:child_process'
import type { Writable } from 'node:stream'
import { setTimeout as sleepFor } from 'node:timers/promises'
import type { FunctionError, InvokeMessage, ProcessMessage } from './function-messages.ts'
import { EXIT_GRACE_MS, INIT_TIMEOUT_MS, PAYLOAD_BYTES_MAX } from './limits.ts'

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly timedOut: boolean; readonly error: FunctionError }

export interface ProcessOptions {
  readonly codeDir: string
  readonly handler: string
  readonly arn: string
  readonly memoryMib: number
  readonly timeoutMs: number
  /** All of it: nothing of the runtime's own environment is added. */
  readonly env: Readonly<Record<string, string>>
  readonly log: Writable
}

/** One process of a function. It runs one invocation at a time; after a failure of its own it is gone. */
export interface FunctionProcess {
  readonly isAlive: () => boolean
  invoke(requestId: string, payload: string): Promise<InvocationResult>
  stop(): Promise<void>
}

export const PAYLOAD_TOO_LARGE = 'Function.PayloadTooLarge'

const BOOTSTRAP = new URL('./bootstrap.ts', import.meta.url)

/**
 * Starts a process and the loading of its code. Loading does not count against the function's timeout:
 * it has Lambda's own limit, or that timeout again where it is longer.
 *
 * Timeouts are measured on the machine's clock: the handler's work takes real time.
 */
export function startFunctionProcess(options: ProcessOptions): FunctionProcess {
  const child = fork(
    BOOTSTRAP,
    [options.codeDir, options.handler, options.arn, String(process.pid)],
    {
      cwd: options.codeDir,
      env: { ...options.env },
      execArgv: [`--max-old-space-size=${options.memoryMib}`],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for the runtime, which then lets invocations finish.
      detached: true,
    },
  )
  child.stdout?.pipe(options.log, { end: false })
  child.stderr?.pipe(options.log, { end: false })
  const exited = new Promise((resolve) => child.once('close', resolve))
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const ready = nextMessage(child, Math.max(INIT_TIMEOUT_MS, options.timeoutMs))

  return {
    isAlive,
    async invoke(requestId, payload) {
      const first = await ready
      if (first.kind !== 'ready') return endWith(toResult(first, requestId))
      const deadlineMs = Date.now() + options.timeoutMs
      const message: InvokeMessage = { kind: 'invoke', requestId, payload, deadlineMs }
      const answer = nextMessage(child, options.timeoutMs)
      child.send(message, () => undefined)
      const outcome = await answer
      const result = toResult(outcome, requestId)
      const survives = outcome.kind === 'succeeded' || outcome.kind === 'failed'
      return survives ? result : endWith(result)
    },
    async stop() {
      if (!isAlive()) return
      child.kill('SIGTERM')
      await Promise.race([exited, sleepFor(EXIT_GRACE_MS, undefined, { ref: false })])
      kill()
      await exited
    },
  }

  async function endWith(result: InvocationResult): Promise<InvocationResult> {
    kill()
    await exited
    return result
  }

  function kill(): void {
    if (isAlive()) child.kill('SIGKILL')
  }
}

type Outcome =
  | ProcessMessage
  | { readonly kind: 'exited'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }

/** The process's next message, its end, or silence for too long: whichever is first. */
function nextMessage(child: ChildProcess, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit).off('error', onError)
      resolve(outcome)
    }
    const onMessage = (message: unknown) => settle(message as ProcessMessage)
    const onExit = (code: number | null, signal: string | null) =>
      settle({
        kind: 'exited',
        reason: signal === null ? `exit status ${code}` : `signal: ${signal}`,
      })
    const onError = (error: Error) => settle({ kind: 'exited', reason: error.message })
    const timer = setTimeout(() => settle({ kind: 'timed-out', afterMs: timeoutMs }), timeoutMs)
    child.on('message', onMessage).on('exit', onExit).on('error', onError)
    if (child.exitCode !== null || child.signalCode !== null)
      onExit(child.exitCode, child.signalCode)
  })
}

/** Error types and texts as Lambda words them. */
function toResult(outcome: Outcome, requestId: string): InvocationResult {
  switch (outcome.kind) {
    case 'succeeded':
      return Buffer.byteLength(outcome.payload) > PAYLOAD_BYTES_MAX
        ? failure(PAYLOAD_TOO_LARGE, `the response exceeds ${PAYLOAD_BYTES_MAX} bytes`)
        : { ok: true, payload: JSON.parse(outcome.payload) as unknown }
    case 'failed':
    case 'init-failed':
      return { ok: false, timedOut: false, error: outcome.error }
    case 'ready':
      return failure('Runtime.Unknown', 'the process answered out of turn')
    case 'exited':
      return failure(
        'Runtime.ExitError',
        `RequestId: ${requestId} Error: Runtime exited with error: ${outcome.reason}`,
      )
    case 'timed-out': {
      const seconds = (outcome.afterMs / 1000).toFixed(2)
      const error = {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      }
      return { ok: false, timedOut: true, error }
    }
  }
}

export function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, timedOut: false, error: { errorType, errorMessage } }
}
