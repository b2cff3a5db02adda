import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive } from '../../local/is-alive.ts'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { eventually } from '../support/eventually.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { exitCode, openUpRuns, PATIENCE, READY_MS_MAX, type UpRuns } from './up-runs.ts'

let runs: UpRuns

beforeEach(async () => {
  runs = await openUpRuns()
})
afterEach(() => runs[Symbol.asyncDispose]())

describe('tailrace up that is not stopped but ends', PATIENCE, () => {
  it('takes its engines with it when it is killed; the next start ends one that was frozen', async () => {
    const { child } = await runs.start([])
    await eventually(async () => expect((await runs.runtime()).ready).toBe(true), READY_MS_MAX)
    const { engines } = await runs.runtime()
    const pids = Object.values(engines).map(({ pid }) => pid)
    const frozen = engines.sqsAndS3?.pid
    if (frozen === undefined) throw new Error('SQS and S3 are not in the runtime file')
    expect(pids.filter(isAlive)).toEqual(pids)
    process.kill(frozen, 'SIGSTOP')

    child.kill('SIGKILL')
    await eventually(() => expect(pids.filter(isAlive)).toEqual([frozen]), 10_000)

    const next = await runs.start([])
    await eventually(() => expect(next.output()).toContain('was still there: ended'), READY_MS_MAX)
    expect(next.output()).toContain(`(process ${child.pid}) did not stop cleanly`)
    await eventually(() => expect(isAlive(frozen)).toBe(false))
    next.child.kill('SIGTERM')
    expect(await exitCode(next)).toBe(0)
    expect(processesNaming(runs.stateDir)).toEqual([])
  })

  it('stops when nobody reads what it prints any more', async () => {
    const run = await runs.start([])
    await eventually(async () => expect((await runs.runtime()).ready).toBe(true), READY_MS_MAX)

    run.child.stdout.destroy()

    await exitCode(run)
    expect(existsSync(runtimeFilePath(runs.stateDir))).toBe(false)
    expect(processesNaming(runs.stateDir)).toEqual([])
  })
})
