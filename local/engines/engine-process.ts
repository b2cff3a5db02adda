import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { EnvironmentError } from '../environment-error.ts'
import { messageOf } from '../message-of.ts'

const START_TIMEOUT_MS = 90_000
const STOP_TIMEOUT_MS = 5_000

/** What an engine of ours prints when it listens. */
const saysReady = (line: string) => line === 'tailrace: ready'

export interface EngineProcess {
  readonly pid: number
  /** Settles when the process is gone, whoever ended it, with how: `exit status 1`, `signal SIGKILL`. */
  readonly exited: Promise<string>
  /** Writes a line to its standard input. Nothing happens when it is gone. */
  tell(line: string): void
  /** Asks it to end, and ends it when it does not: a frozen one hears nothing. */
  stop(): Promise<void>
}

/** The engine ended before it was ready: perhaps another process has its port. */
export class EngineNotStarted extends EnvironmentError {
  override readonly name: string = 'EngineNotStarted'
  /** `did not start (exit status 1)` */
  readonly reason: string

  constructor({ label, log }: Pick<EngineCommand, 'label' | 'log'>, reason: string) {
    super(`${label} ${reason}: its log is ${log}`)
    this.reason = reason
  }
}

export interface EngineCommand {
  /** As people read it: `OpenSearch`. */
  readonly label: string
  readonly command: string
  readonly args: readonly string[]
  /** What it prints is appended there. */
  readonly log: string
  /** Puts its data right before each start of its process. A throw is a start that failed. */
  readonly prepare?: () => void
  /** Whether a line that it printed says that it listens. Default: the line of our own engines. */
  readonly saysReady?: (line: string) => boolean
  /** Stands in its standard input before it listens. */
  readonly firstLine?: string | undefined
}

/**
 * Starts an engine and waits until it says that it is ready.
 *
 * It runs in a process group of its own, so Ctrl-C in a terminal does not reach it before the
 * runtime has stopped what uses it, and it ends when its standard input does, so it does not
 * outlive a runtime that was killed.
 *
 * @throws EngineNotStarted naming the log when it ends or stays silent for too long; the signal's
 * reason when it aborts. Its process is gone then.
 */
export async function startEngineProcess(
  engine: EngineCommand,
  signal: AbortSignal,
): Promise<EngineProcess> {
  signal.throwIfAborted()
  prepare(engine)
  const child = spawn(engine.command, engine.args, { detached: true, stdio: 'pipe' })
  const output = appendTo(engine.log, child)
  child.stdin.on('error', () => child.stdin.destroy())
  if (engine.firstLine !== undefined) child.stdin.write(`${engine.firstLine}\n`)
  const exited = new Promise<string>((resolve) => {
    child.once('close', (code, signal) =>
      resolve(signal === null ? `exit status ${code}` : `signal ${signal}`),
    )
    child.once('error', (error) => resolve(error.message))
  })
  void exited.then(() => output.end())

  const outcome = await Promise.race([
    new Promise<'ready'>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if ((engine.saysReady ?? saysReady)(line)) resolve('ready')
      })
    }),
    exited.then((how) => `did not start (${how})`),
    abortOrTimeout(signal).then(() => `was not ready after ${START_TIMEOUT_MS / 1_000} s`),
  ])
  if (outcome === 'ready') {
    return {
      pid: child.pid as number,
      exited,
      tell: (line) => void (child.stdin.writable && child.stdin.write(`${line}\n`)),
      stop: () => stop(child, exited),
    }
  }
  await stop(child, exited)
  signal.throwIfAborted()
  throw new EngineNotStarted(engine, outcome)
}

function prepare(engine: EngineCommand): void {
  try {
    engine.prepare?.()
  } catch (error) {
    throw new EngineNotStarted(engine, `did not start (its data: ${messageOf(error)})`)
  }
}

/** A log that cannot be written, as on a full disk, is told once, and the engine runs on. */
function appendTo(log: string, { stdout, stderr }: ChildProcessWithoutNullStreams): WriteStream {
  const output = createWriteStream(log, { flags: 'a' })
  stdout.pipe(output, { end: false })
  stderr.pipe(output, { end: false })
  output.once('error', (error) => {
    process.emitWarning(`${log} cannot be written: ${error.message}`)
    stdout.unpipe(output).resume()
    stderr.unpipe(output).resume()
  })
  return output
}

/** Settles when the start is given up. */
function abortOrTimeout(signal: AbortSignal): Promise<void> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)])
  return new Promise((resolve) => {
    if (either.aborted) resolve()
    either.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(timer)
}
