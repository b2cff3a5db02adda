import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withOwnFolder } from './with-own-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-scenario-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function leaveBehind(): Promise<void> {
  for (const name of ['data', 'logs']) {
    await mkdir(join(folder, 'one', name), { recursive: true })
    await writeFile(join(folder, 'one', name, 'some'), '')
  }
}

describe('withOwnFolder', () => {
  it('begins without what an earlier run left, and leaves logs and results', async () => {
    await leaveBehind()

    const before = await withOwnFolder(folder, ['one'], async () => {
      const found = await readdir(folder)
      await leaveBehind()
      await writeFile(join(folder, 'report.txt'), '')
      return found
    })

    expect(before).toEqual(['runtime.json'])
    expect(await readdir(folder)).toEqual(['one', 'report.txt'])
    expect(await readdir(join(folder, 'one'))).toEqual(['logs'])
  })

  it('refuses a second run beside one that is under way', async () => {
    await withOwnFolder(folder, [], async () => {
      const second = withOwnFolder(folder, [], async () => 'never')

      await expect(second).rejects.toThrow(`being played here by process ${process.pid}`)
    })
  })

  it('lets go of the folder when the work fails', async () => {
    const failing = withOwnFolder(folder, [], async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')

    expect(await withOwnFolder(folder, [], async () => 'again')).toBe('again')
  })
})
