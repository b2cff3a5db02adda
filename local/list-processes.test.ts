import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listProcesses } from './list-processes.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-processes-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

describe('listProcesses', () => {
  it('has this process with its arguments', async () => {
    const own = (await listProcesses()).find(({ pid }) => pid === process.pid)

    expect(own?.args).toContain(process.title)
  })

  it('needs no ps where there is /proc', async () => {
    vi.stubEnv('PATH', folder)
    for (const [pid, line] of Object.entries({
      7: 'node\0main.ts\0/a folder\0',
      8: '',
      self: '',
    })) {
      await mkdir(join(folder, pid))
      await writeFile(join(folder, pid, 'cmdline'), line)
    }
    await mkdir(join(folder, '9'))

    expect(await listProcesses(folder)).toEqual([
      { pid: 7, args: 'node main.ts /a folder' },
      { pid: 8, args: '' },
      { pid: 9, args: '' },
    ])
  })

  it('asks ps elsewhere', async () => {
    const own = (await listProcesses(folder)).find(({ pid }) => pid === process.pid)

    expect(own?.args).toContain(process.title)
  })

  it('lists none without both', async () => {
    vi.stubEnv('PATH', folder)

    expect(await listProcesses(folder)).toEqual([])
  })
})
