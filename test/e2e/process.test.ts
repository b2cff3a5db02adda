import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { freePort } from '../../local/engines/ports.ts'
import { engineRules } from '../../local/engines/rules.ts'
import { isAlive } from '../../local/is-alive.ts'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { eventually } from '../support/eventually.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { ROOT } from './start-pipeline.ts'
import { exitCode, openUpRuns, PATIENCE, READY_MS_MAX, type UpRuns } from './up-runs.ts'

/** Neither java nor mvn is found there. */
const WITHOUT_JAVA = { PATH: '/nowhere', JAVA_HOME: undefined }

let runs: UpRuns

beforeEach(async () => {
  runs = await openUpRuns()
})
afterEach(() => runs[Symbol.asyncDispose]())

describe('tailrace up', PATIENCE, () => {
  it('stops cleanly on SIGTERM, and refuses a second start while it is up', async () => {
    const first = await runs.start([])
    await eventually(async () => expect((await runs.runtime()).ready).toBe(true), READY_MS_MAX)
    const { engines } = await runs.runtime()

    const second = await runs.start([])
    expect(await exitCode(second), second.output()).toBe(3)
    expect(second.output()).toContain(`process ${first.child.pid}`)

    first.child.kill('SIGTERM')
    expect(await exitCode(first)).toBe(0)
    expect(existsSync(runtimeFilePath(runs.stateDir))).toBe(false)
    expect(Object.values(engines).filter(({ pid }) => isAlive(pid))).toEqual([])
  })

  it('stops at once when it is interrupted while it starts', async () => {
    const run = await runs.start([])
    await eventually(() => expect(run.output()).toContain('SQS and S3'))

    run.child.kill('SIGHUP')

    expect(await exitCode(run), run.output()).toBe(0)
    expect(existsSync(runtimeFilePath(runs.stateDir))).toBe(false)
    expect(processesNaming(runs.stateDir)).toEqual([])
  })

  it('leaves nothing running when an engine cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo

    const run = await runs.start([], { TAILRACE_OPENSEARCH_PORT: String(port) })
    const code = await exitCode(run)
    taken.close()

    expect(code).toBe(3)
    expect(run.output()).toContain(`Port ${port}, set by TAILRACE_OPENSEARCH_PORT`)
    expect(existsSync(runtimeFilePath(runs.stateDir))).toBe(false)
    expect(processesNaming(runs.stateDir)).toEqual([])
  })

  it('leaves nothing behind where it may not write', async () => {
    const file = join(runs.stateDir, 'a-file')
    await writeFile(file, '')

    const run = await runs.start([], { TAILRACE_STATE_DIR: join(file, 'state') })

    expect(await exitCode(run)).toBe(3)
    expect(
      run
        .output()
        .split('\n')
        .filter((line) => line.includes(file)),
    ).toHaveLength(1)
    expect(await readdir(runs.stateDir)).toEqual(['a-file'])
  })

  it('names the variable of an engine that is not there', async () => {
    const OPENSEARCH_URL = `http://127.0.0.1:${await freePort()}`

    const run = await runs.start([], { OPENSEARCH_URL })

    expect(await exitCode(run)).toBe(3)
    expect(run.output()).toContain(`OPENSEARCH_URL is ${OPENSEARCH_URL}, where nothing answers`)
    expect(processesNaming(runs.stateDir)).toEqual([])
  })
})

describe(engineRules.usesGiven.text, PATIENCE, () => {
  it('tailrace up --once shows where each change landed and exits 0', async () => {
    const { dynamodb, opensearch, redis } = inject('engines')
    const run = await runs.start(['--once'], {
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
