import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive } from '../../local/is-alive.ts'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { eventually } from '../support/eventually.ts'
import { freePorts } from '../support/free-ports.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { ROOT } from './start-pipeline.ts'

let stateDir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-process-'))
})
afterEach(async () => {
  await Promise.all(
    children.splice(0).map(async (child) => {
      child.kill('SIGKILL')
      await exitCode({ child })
      await removeWorkFolders(child.pid)
    }),
  )
  // An engine may write a last line while it ends.
  await rm(stateDir, { recursive: true, force: true, maxRetries: 10 })
})

describe('tailrace up', () => {
  it('stops cleanly on SIGTERM, and refuses a second start while it is up', async () => {
    const first = await startUp([])
    await eventually(async () => expect((await readRuntime()).ready).toBe(true), 90_000)
    const { engines } = await readRuntime()

    const second = await startUp([])
    expect(await exitCode(second)).toBe(3)
    expect(second.output()).toContain(`process ${first.child.pid}`)

    first.child.kill('SIGTERM')
    expect(await exitCode(first)).toBe(0)
    expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
    expect(Object.values(engines).filter(({ pid }) => isAlive(pid))).toEqual([])
  })

  it('takes its engines with it when it is killed', async () => {
    const { child } = await startUp([])
    await eventually(async () => expect((await readRuntime()).ready).toBe(true), 90_000)
    const pids = Object.values((await readRuntime()).engines).map(({ pid }) => pid)
    expect(pids.filter(isAlive)).toEqual(pids)

    child.kill('SIGKILL')

    await eventually(() => expect(pids.filter(isAlive)).toEqual([]), 10_000)
  })

  it('stops at once when it is interrupted while it starts', async () => {
    const run = await startUp([])
    await eventually(() => expect(run.output()).toContain('SQS and S3'))

    run.child.kill('SIGHUP')

    expect(await exitCode(run), run.output()).toBe(0)
    expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
    expect(processesNaming(stateDir)).toEqual([])
  })

  it('leaves nothing running when an engine cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo

    const run = await startUp([], { TAILRACE_OPENSEARCH_PORT: String(port) })
    const code = await exitCode(run)
    taken.close()

    expect(code).toBe(3)
    expect(run.output()).toContain(`Port ${port}, set by TAILRACE_OPENSEARCH_PORT`)
    expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
    expect(processesNaming(stateDir)).toEqual([])
  })

  it('stops when nobody reads what it prints any more', async () => {
    const run = await startUp([])
    await eventually(async () => expect((await readRuntime()).ready).toBe(true), 90_000)

    run.child.stdout.destroy()

    await exitCode(run)
    expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
    expect(processesNaming(stateDir)).toEqual([])
  })

  it('with --once shows where each change landed and exits 0', async () => {
    const run = await startUp(['--once'])

    expect(await exitCode(run), run.output()).toBe(0)

    expect(run.output()).toMatch(/order\.inserted .* searchable after/)
    expect(run.output()).toMatch(/order\.removed .* gone from search after/)
    expect(run.output()).toContain('Table and index agree')
  })
})

async function startUp(flags: readonly string[], env: NodeJS.ProcessEnv = {}) {
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
}

async function exitCode({ child }: { child: ChildProcess }): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function readRuntime(): Promise<{
  ready: boolean
  engines: Record<string, { pid: number }>
}> {
  return JSON.parse(await readFile(runtimeFilePath(stateDir), 'utf8'))
}

/** What a runtime that was killed leaves to a later start to clear away. */
async function removeWorkFolders(pid: number | undefined): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) =>
    name.startsWith(`tailrace-functions-${pid}-`),
  )
  for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true })
}
