import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { processStartTime } from './process-start-time.ts'
import {
  claimRuntimeFile,
  publishRuntimeFile,
  readRuntimeFile,
  removeRuntimeFile,
  runtimeFilePath,
} from './runtime-file.ts'

const ROUNDS = 20
const OWNER = { region: 'eu-west-1', keeps: false }
const READY = {
  endpoints: { dynamodb: 'http://127.0.0.1:8000' },
  engines: { dynamodb: { pid: 1, port: 8000, log: 'dynamodb.log' } },
  resources: { OrdersTable: 'orders' },
}

let stateDir: string
const children: ChildProcess[] = []
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'runtime-file-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(stateDir, { recursive: true })
})

describe('claimRuntimeFile', () => {
  it('says that this process is starting, then that it is ready, in one file alone', async () => {
    expect(await claimRuntimeFile(stateDir, OWNER)).toBeUndefined()
    expect(await readRuntimeFile(stateDir)).toMatchObject({ pid: process.pid, ready: false })

    await publishRuntimeFile(stateDir, READY)

    expect(await readRuntimeFile(stateDir)).toMatchObject({ ready: true, ...READY })
    expect(await readdir(stateDir)).toEqual(['runtime.json'])
  })

  it('leaves a runtime that is alive alone', async () => {
    await claimRuntimeFile(stateDir, OWNER)
    const before = await readFile(runtimeFilePath(stateDir), 'utf8')

    expect(await claimRuntimeFile(stateDir, OWNER)).toMatchObject({ pid: process.pid })
    expect(await readFile(runtimeFilePath(stateDir), 'utf8')).toBe(before)
  })

  it('takes the place of a run before that had the id of this process', async () => {
    await leaveBehind({ pid: process.pid })

    expect(await claimRuntimeFile(stateDir, OWNER)).toBeUndefined()
  })

  it('gives the folder to one alone of several that begin at once', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    for (let round = 0; round < ROUNDS; round++) {
      await (round % 2 === 0
        ? leaveBehind({ pid })
        : rm(runtimeFilePath(stateDir), { force: true }))
      const leftOver: number[] = []

      const claims = await Promise.all(
        Array.from({ length: 4 }, () =>
          claimRuntimeFile(stateDir, OWNER, (file) => leftOver.push(file.pid)),
        ),
      )

      expect(claims.filter((other) => other === undefined)).toHaveLength(1)
      expect(leftOver).toEqual(round % 2 === 0 ? [pid] : [])
      expect(await readdir(stateDir)).toEqual(['runtime.json'])
    }
  })

  it.each([
    ['nothing', ''],
    ['half a file', '{"pid": 12'],
    ['something else', 'null'],
    ['no process id', '{"pid":"x"}'],
  ])('takes the place of a file that holds %s', async (_what, content) => {
    await writeFile(runtimeFilePath(stateDir), content)

    expect(await claimRuntimeFile(stateDir, OWNER)).toBeUndefined()
    expect(await readRuntimeFile(stateDir)).toMatchObject({ pid: process.pid })
  })
})

describe('removeRuntimeFile', () => {
  it('leaves the file of another process alone', async () => {
    await leaveBehind({ pid: process.ppid })

    removeRuntimeFile(stateDir)

    expect(await readdir(stateDir)).toEqual(['runtime.json'])
  })
})

describe('readRuntimeFile', () => {
  it('finds none where none was started, and none after it was removed', async () => {
    expect(await readRuntimeFile(stateDir)).toBeUndefined()
    await claimRuntimeFile(stateDir, OWNER)

    removeRuntimeFile(stateDir)

    expect(await readRuntimeFile(stateDir)).toBeUndefined()
  })

  it('takes what a crashed runtime left behind for none', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    await leaveBehind({ pid })

    expect(await readRuntimeFile(stateDir)).toBeUndefined()
  })

  it('takes another process that was given the same id for none', async () => {
    const other = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'])
    children.push(other)
    await leaveBehind({ pid: other.pid, processStarted: await processStartTime(process.pid) })

    expect(await readRuntimeFile(stateDir)).toBeUndefined()
  })
})

async function leaveBehind(fields: object): Promise<void> {
  const runtime = { ready: true, ...OWNER, ...READY, ...fields }
  await writeFile(runtimeFilePath(stateDir), JSON.stringify(runtime))
}
