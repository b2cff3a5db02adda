import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { freePort } from '../../local/engines/ports.ts'
import { engineRules } from '../../local/engines/rules.ts'
import { isAlive } from '../../local/is-alive.ts'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { eventually } from '../support/eventually.ts'
import { freePorts } from '../support/free-ports.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { ROOT } from './start-pipeline.ts'

/** A bound on hanging: two whole starts beside other tests on the same cores. */
const PATIENCE = { timeout: 240_000 }
/** Neither java nor mvn is found there. */
const WITHOUT_JAVA = { PATH: '/nowhere', JAVA_HOME: undefined }

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

describe('tailrace up', PATIENCE, () => {
  it('stops cleanly on SIGTERM, and refuses a second start while it is up', async () => {
    const first = await startUp([])
    await eventually(async () => expect((await readRuntime()).ready).toBe(true), 90_000)
    const { engines } = await readRuntime()

    const second = await startUp([])
    expect(await exitCode(second), second.output()).toBe(3)
    expect(second.output()).toContain(`process ${first.child.pid}`)

    first.child.kill('SIGTERM')
    expect(await exitCode(first)).toBe(0)
    expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
    expect(Object.values(engines).filter(({ pid }) => isAlive(pid))).toEqual([])
  })

  it('takes its engines with it when it is killed; the next start ends one that was frozen', async () => {
    const { child } = await startUp([])
    await eventually(async () => expect((await readRuntime()).ready).toBe(true), 90_000)
    const { engines } = await readRuntime()
    const pids = Object.values(engines).map(({ pid }) => pid)
    const frozen = engines.sqsAndS3?.pid ?? 0
    expect(pids.filter(isAlive)).toEqual(pids)
    process.kill(frozen, 'SIGSTOP')

    child.kill('SIGKILL')
    await eventually(() => expect(pids.filter(isAlive)).toEqual([frozen]), 10_000)

    const next = await startUp([])
    await eventually(() => expect(next.output()).toContain('was still there: ended'), 90_000)
    expect(next.output()).toContain(`(process ${child.pid}) did not stop cleanly`)
    await eventually(() => expect(isAlive(frozen)).toBe(false))
    next.child.kill('SIGTERM')
    expect(await exitCode(next)).toBe(0)
    expect(processesNaming(stateDir)).toEqual([])
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

  it('leaves nothing behind where it may not write', async () => {
    const file = join(stateDir, 'a-file')
    await writeFile(file, '')

    const run = await startUp([], { TAILRACE_STATE_DIR: join(file, 'state') })

    expect(await exitCode(run)).toBe(3)
    expect(
      run
        .output()
        .split('\n')
        .filter((line) => line.includes(file)),
    ).toHaveLength(1)
    expect(await readdir(stateDir)).toEqual(['a-file'])
  })

  it('names the variable of an engine that is not there', async () => {
    const OPENSEARCH_URL = `http://127.0.0.1:${await freePort()}`

    const run = await startUp([], { OPENSEARCH_URL })

    expect(await exitCode(run)).toBe(3)
    expect(run.output()).toContain(`OPENSEARCH_URL is ${OPENSEARCH_URL}, where nothing answers`)
    expect(processesNaming(stateDir)).toEqual([])
  })
})

describe(engineRules.usesGiven.text, PATIENCE, () => {
  it('tailrace up --once shows where each change landed and exits 0', async () => {
    const { dynamodb, opensearch, redis } = inject('engines')
    const run = await startUp(['--once'], {
      DYNAMODB_URL: dynamodb,
      OPENSEARCH_URL: opensearch,
      REDIS_URL: redis,
      ...WITHOUT_JAVA,
    })

    expect(await exitCode(run), run.output()).toBe(0)

    expect(run.output()).toMatch(/order\.inserted .* searchable after/)
    expect(run.output()).toMatch(/order\.removed .* gone from search after/)
    expect(run.output()).toContain('Table and index agree')
    expect(run.output()).not.toMatch(/^ +(OpenSearch|DynamoDB|Redis) /m)
  })

  it('the set-up fetches nothing', async () => {
    const { dynamodb, opensearch, redis } = inject('engines')
    const given = { DYNAMODB_URL: dynamodb, OPENSEARCH_URL: opensearch, REDIS_URL: redis }
    const setUp = join(ROOT, 'local', 'engines', 'fetch-all.ts')
    const env = { ...process.env, ...given, ...WITHOUT_JAVA }

    const { status, stdout, stderr } = spawnSync(process.execPath, [setUp], { env })

    expect(`${status} ${stdout}${stderr}`).toBe('0 ')
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
