import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRuntimeFile, removeRuntimeFile, writeRuntimeFile } from './runtime-file.ts'

let stateDir: string
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'runtime-file-'))
})
afterEach(() => rm(stateDir, { recursive: true }))

describe('readRuntimeFile', () => {
  it('finds the runtime that is alive, and leaves no other file beside it', async () => {
    await writeRuntimeFile(stateDir, aRuntime(process.pid))

    expect(await readRuntimeFile(stateDir)).toEqual(aRuntime(process.pid))
    expect(await readdir(stateDir)).toEqual(['runtime.json'])
  })

  it('finds none where none was started, and none after it was removed', async () => {
    expect(await readRuntimeFile(stateDir)).toBeUndefined()
    await writeRuntimeFile(stateDir, aRuntime(process.pid))

    await removeRuntimeFile(stateDir)

    expect(await readRuntimeFile(stateDir)).toBeUndefined()
  })

  it('takes what a crashed runtime left behind for none', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])

    await writeRuntimeFile(stateDir, aRuntime(pid))

    expect(await readRuntimeFile(stateDir)).toBeUndefined()
  })
})

function aRuntime(pid: number) {
  return { pid, ready: true, region: 'eu-west-1', endpoints: {}, engines: {}, resources: {} }
}
