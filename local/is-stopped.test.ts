import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../test/support/eventually.ts'
import { isStopped } from './is-stopped.ts'

let child: ChildProcess
let pid: number
beforeEach(() => {
  child = spawn('sleep', ['60'])
  pid = child.pid ?? 0
})
afterEach(() => {
  child.kill('SIGKILL')
})

describe.each([
  ['/proc', undefined],
  ['ps, where there is no /proc', '/nowhere'],
])('isStopped by %s', (_name, proc) => {
  it('tells whether a process stands still', async () => {
    expect(await isStopped(pid, proc)).toBe(false)

    child.kill('SIGSTOP')
    await eventually(async () => expect(await isStopped(pid, proc)).toBe(true))
    child.kill('SIGCONT')

    await eventually(async () => expect(await isStopped(pid, proc)).toBe(false))
  })

  it('is not so of a process that is not there', async () => {
    expect(await isStopped(2 ** 30, proc)).toBe(false)
  })
})
