import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { EnvironmentError } from '../environment-error.ts'

const START_TIMEOUT_MS = 90_000
const STOP_TIMEOUT_MS = 5_000
/** What an engine prints when it listens. */
const READY = 'tailrace: ready'

export interface EngineProcess {
  readonly pid: number
  readonly log: string
  /** Settles when the process is gone, whoever ended it. */
  readonly exited: Promise<void>
  stop(): Promise<void>
}

/** The engine ended before it was ready: perhaps another process has its port. */
export class EngineNotStarted extends EnvironmentError {
  override readonly name: string = 'EngineNotStarted'
}

/**
 * Starts an engine and waits until it says that it is ready.
 *
 * It runs in a process group of its own, so Ctrl-C in a terminal does not reach it before the
 * runtime has stopped what uses it, and it ends when its standard input does, so it does not
 * outlive a runtime that was killed.
 *
 * @throws EngineNotStarted naming the log when it ends or stays silent for too long.
 */
export async function startEngineProcess(options: {
  name: string
  command: string
  args: readonly string[]
  log: string
  signal: AbortSignal
}): Promise<EngineProcess> {
  const { name, log, signal } = options
  const child = spawn(options.command, options.args, { detached: true, stdio: 'pipe' })
  const output = createWriteStream(log, { flags: 'a' })
  child.stdout.pipe(output, { end: false })
  child.stderr.pipe(output, { end: false })
  child.stdin.on('error', () => child.stdin.destroy())
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  void exited.then(() => output.end())

  const outcome = await Promise.race([
    new Promise<'ready'>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === READY) resolve('ready')
      })
    }),
    exited.then(() => 'ended' as const),
    abortOrTimeout(signal),
  ])
  if (outcome === 'ready')
    return { pid: child.pid as number, log, exited, stop: () => stop(child, exited) }
  await stop(child, exited)
  signal.throwIfAborted()
  const how =
    outcome === 'ended' ? 'did not start' : `was not ready after ${START_TIMEOUT_MS / 1000} s`
  throw new EngineNotStarted(`${name} ${how}: its log is ${log}`)
}

/** Settles when the start is given up. */
function abortOrTimeout(signal: AbortSignal): Promise<'given-up'> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)])
  return new Promise((resolve) => {
    if (either.aborted) resolve('given-up')
    either.addEventListener('abort', () => resolve('given-up'), { once: true })
  })
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(timer)
}
