import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { freePorts } from '../support/free-ports.ts'
import { killProcessesNaming } from '../support/processes-naming.ts'
import { ROOT } from './start-pipeline.ts'

/** A bound on hanging: two whole starts beside other tests on the same cores. */
export const PATIENCE = { timeout: 240_000 }
export const READY_MS_MAX = 90_000

interface UpRun {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  /** What it has said so far, on both. */
  output(): string
}

/** Starts of `tailrace up` as a person makes them, in one state folder; none outlives it. */
export interface UpRuns extends AsyncDisposable {
  readonly stateDir: string
  start(flags: readonly string[], env?: NodeJS.ProcessEnv): Promise<UpRun>
  /** The runtime file. */
  runtime(): Promise<{ ready: boolean; engines: Record<string, { pid: number }> }>
}

export async function openUpRuns(): Promise<UpRuns> {
  const stateDir = await mkdtemp(join(tmpdir(), 'tailrace-process-'))
  const children: ChildProcess[] = []
  return {
    stateDir,
    async start(flags, env = {}) {
      const child = spawn(process.execPath, [join(ROOT, 'cli', 'main.ts'), 'up', ...flags], {
        env: { ...process.env, ...(await freePorts()), TAILRACE_STATE_DIR: stateDir, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          output += text
        })
      }
      return { child, output: () => output }
    },
    runtime: async () => JSON.parse(await readFile(runtimeFilePath(stateDir), 'utf8')),
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children.map(async (child) => {
          child.kill('SIGKILL')
          await exitCode({ child })
          await removeWorkFolders(child.pid)
        }),
      )
      // An engine that is frozen does not end with its runtime.
      killProcessesNaming(stateDir)
      // An engine may write a last line while it ends.
      await rm(stateDir, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

export async function exitCode({
  child,
}: {
  readonly child: ChildProcess
}): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** What a runtime that was killed leaves to a later start to clear away. */
async function removeWorkFolders(pid: number | undefined): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) =>
    name.startsWith(`tailrace-functions-${pid}-`),
  )
  for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true })
}
