import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { killProcessesNaming, processesNaming } from './processes-naming.ts'

it('ends a frozen process that names a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-naming-'))
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1_000)', folder])
  const ended = once(child, 'exit')
  try {
    await once(child, 'spawn')
    child.kill('SIGSTOP')
    expect(processesNaming(folder)).toEqual([expect.stringContaining(String(child.pid))])

    killProcessesNaming(folder)

    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(processesNaming(folder)).toEqual([])
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  }
})
