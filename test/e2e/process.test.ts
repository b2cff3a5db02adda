import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { eventually } from '../support/eventually.ts'
import { freePorts } from '../support/free-ports.ts'
import { ROOT } from './start-pipeline.ts'

let stateDir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-process-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(stateDir, { recursive: true, force: true })
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

  it('with --once shows where each change landed and exits 0', async () => {
    const run = await startUp(['--once'])

    expect(await exitCode(run), run.output()).toBe(0)

    expect(run.output()).toMatch(/order\.inserted .* searchable after/)
    expect(run.output()).toMatch(/order\.removed .* gone from search after/)
    expect(run.output()).toContain('Table and index agree')
  })
})

async function startUp(flags: readonly string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'main.ts'), 'up', ...flags], {
    env: { ...process.env, ...(await freePorts()), TAILRACE_STATE_DIR: stateDir },
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
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}

async function readRuntime(): Promise<{
  ready: boolean
  engines: Record<string, { pid: number }>
}> {
  return JSON.parse(await readFile(runtimeFilePath(stateDir), 'utf8'))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
