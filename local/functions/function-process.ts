import { type ChildProcess, fork } from 'node:child_process'
import type { Writable } from 'node:stream'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { followLines } from './follow-lines.ts'
import type { InvokeMessage } from './function-messages.ts'
import { type InvocationResult, toResult } from './invocation-result.ts'
import { EXIT_GRACE_MS } from './limits.ts'
import { nextOutcome, type ProcessOutcome } from './process-outcome.ts'

export interface ProcessOptions {
  readonly codeDir: string
  readonly handler: string
  readonly arn: string
  readonly memoryMib: number
  readonly timeoutMs: number
  /** Lambda's own, if not given. */
  readonly initTimeoutMs?: number
  /** All of it: nothing of the runtime's own environment is added. */
  readonly env: Readonly<Record<string, string>>
  readonly log: Writable
  /** Told of each line of its output. */
  readonly onLine?: (line: string) => void
  /** How far its `Date` is ahead of the machine's clock, asked for each call. Milliseconds. */
  readonly dateAheadMs?: () => number
}

export interface Call {
  readonly requestId: string
  /** JSON text. */
  readonly payload: string
  /** What is left of the function's timeout. */
  readonly leftMs: number
  /** The process is killed so long after it was given the call, or when it answers before. */
  readonly killAfterMs?: number | undefined
}

/** One process of a function. It runs one invocation at a time; after a failure of its own it is gone. */
export interface FunctionProcess {
  readonly isAlive: () => boolean
  /** Waits until the code is loaded; otherwise the process is gone. */
  load(withinMs: number): Promise<ProcessOutcome>
  /** Only after it has loaded. */
  invoke(call: Call): Promise<InvocationResult>
  stop(): Promise<void>
}

const BOOTSTRAP = new URL('./bootstrap.ts', import.meta.url)

/**
 * Starts a process and the loading of its code.
 *
 * Timeouts are measured on the machine's clock: the handler's work takes real time.
 */
export function startFunctionProcess(options: ProcessOptions): FunctionProcess {
  const { codeDir, handler, arn, memoryMib, timeoutMs, env, log, onLine } = options
  const { dateAheadMs = () => 0 } = options
  const child = fork(BOOTSTRAP, [codeDir, handler, arn, `${process.pid}`, `${memoryMib}`], {
    cwd: codeDir,
    env: { ...env },
    execArgv: heapFlags(memoryMib),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for the runtime, which then lets invocations finish.
    detached: true,
  })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  if (child.stdout !== null && onLine !== undefined) followLines(child.stdout, onLine)
  const exited = new Promise((resolve) => child.once('close', resolve))
  const isAlive = () => child.exitCode === null && child.signalCode === null

  return {
    isAlive,
    async load(withinMs) {
      const outcome = await nextOutcome(child, withinMs)
      if (outcome.kind !== 'ready') await end()
      return outcome
    },
    async invoke({ requestId, payload, leftMs, killAfterMs }) {
      const deadlineMs = Date.now() + leftMs
      const call = { requestId, payload, deadlineMs, dateAheadMs: dateAheadMs() }
      const message: InvokeMessage = { kind: 'invoke', ...call }
      const answer = nextOutcome(child, leftMs)
      // A process that is gone is told of by its end.
      child.send(message, () => undefined)
      const outcome = killAfterMs === undefined ? await answer : await killed(answer, killAfterMs)
      if (outcome.kind !== 'succeeded' && outcome.kind !== 'failed') await end()
      return toResult(outcome, { requestId, timeoutMs })
    },
    async stop() {
      if (!isAlive()) return
      child.kill('SIGTERM')
      await Promise.race([exited, sleepFor(EXIT_GRACE_MS, undefined, { ref: false })])
      await end()
    },
  }

  async function killed(answer: Promise<unknown>, afterMs: number): Promise<ProcessOutcome> {
    await Promise.race([answer, sleepFor(afterMs)])
    await end()
    return { kind: 'exited', code: child.exitCode, signal: child.signalCode }
  }

  async function end(): Promise<void> {
    killGroup(child)
    await exited
  }
}

/**
 * As the start script of AWS's image does it: a tenth for new space, in two halves, the rest for old.
 * https://gallery.ecr.aws/lambda/nodejs
 */
function heapFlags(memoryMib: number): string[] {
  const newMib = Math.floor(memoryMib / 10)
  return [
    `--max-semi-space-size=${Math.floor(newMib / 2)}`,
    `--max-old-space-size=${memoryMib - newMib}`,
  ]
}

/** What says that nobody of the group is left: none there, or only one that has ended. */
const GROUP_IS_GONE: ReadonlySet<unknown> = new Set(['ESRCH', 'EPERM'])

/** With all that it started itself, dead or alive: on AWS the whole environment ends. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!GROUP_IS_GONE.has((error as NodeJS.ErrnoException).code)) throw error
  }
}
