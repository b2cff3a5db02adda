import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { EnvironmentError } from '../environment-error.ts'

const HEALTH_POLL_MS = 100
const START_TIMEOUT_MS = 90_000
const STOP_TIMEOUT_MS = 5_000

export interface EngineProcess {
  readonly pid: number
  readonly log: string
  /** Settles when the process is gone, whoever ended it. */
  readonly exited: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts an engine and waits until it answers.
 *
 * It runs in a process group of its own, so Ctrl-C in a terminal does not reach it before the
 * runtime has stopped what uses it, and it ends when its standard input does, so it does not
 * outlive a runtime that was killed.
 *
 * @throws EnvironmentError naming the log when it exits or stays silent for too long.
 */
export async function startEngineProcess(options: {
  name: string
  command: string
  args: readonly string[]
  log: string
  isHealthy: () => Promise<boolean>
}): Promise<EngineProcess> {
  const log = openSync(options.log, 'a')
  const child = spawn(options.command, options.args, { detached: true, stdio: ['pipe', log, log] })
  closeSync(log)
  child.stdin?.on('error', () => child.stdin?.destroy())
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })

  const engine = { log: options.log, exited, stop: () => stop(child, exited) }
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!(await options.isHealthy().catch(() => false))) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new EnvironmentError(`${options.name} did not start: its log is ${options.log}`)
    }
    if (performance.now() > deadline) {
      await engine.stop()
      throw new EnvironmentError(
        `${options.name} did not answer within ${START_TIMEOUT_MS / 1000} s: its log is ${options.log}`,
      )
    }
    await delay(HEALTH_POLL_MS)
  }
  return { ...engine, pid: child.pid as number }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await exited
  clearTimeout(timer)
}
