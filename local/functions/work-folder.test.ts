import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorkFolder, type WorkFolderOptions } from './work-folder.ts'

const HOUR_MS = 3_600_000

let parentDir: string
let deadPid: number

beforeEach(async () => {
  parentDir = await mkdtemp(join(tmpdir(), 'work-folder-test-'))
  deadPid = spawnSync(process.execPath, ['--version']).pid
})

afterEach(() => rm(parentDir, { recursive: true }))

async function leave(name: string): Promise<string> {
  await mkdir(join(parentDir, name))
  return name
}

/** Creates one when so many hours have passed; gives the folders that were there before and still are. */
async function createAfter(hours: number, options: WorkFolderOptions = {}): Promise<string[]> {
  const now = () => Date.now() + hours * HOUR_MS
  const created = await createWorkFolder({ parentDir, now, ...options })
  return (await readdir(parentDir)).filter((name) => name !== basename(created))
}

describe('createWorkFolder', () => {
  it('removes what a killed runtime left a day ago and nothing of a live one', async () => {
    await leave(`tailrace-functions-${deadPid}-a`)
    const live = await leave(`tailrace-functions-${process.pid}-a`)

    expect(await createAfter(25)).toEqual([live])
  })

  it('leaves what is younger than a day, though its process cannot be seen', async () => {
    const young = await leave(`tailrace-functions-${deadPid}-a`)

    expect(await createAfter(23)).toEqual([young])
  })

  it('leaves what is another user’s or no folder', async () => {
    const other = await leave(`tailrace-functions-${deadPid}-other`)
    const link = `tailrace-functions-${deadPid}-link`
    await symlink(tmpdir(), join(parentDir, link))

    const left = await createAfter(25, { userId: (process.getuid?.() ?? 0) + 1 })
    const leftOfOwn = await createAfter(25)

    expect(left).toContain(other)
    expect(leftOfOwn).toContain(link)
  })

  it.each(['EACCES', 'EPERM', 'ENOENT', 'ENOTEMPTY'])(
    'does not fail over a folder that cannot be removed for %s',
    async (code) => {
      const left = await leave(`tailrace-functions-${deadPid}-a`)
      const remove = () => Promise.reject(Object.assign(new Error('no'), { code }))

      expect(await createAfter(25, { remove })).toEqual([left])
    },
  )

  it('tells of any other failure', async () => {
    await leave(`tailrace-functions-${deadPid}-a`)
    const remove = () =>
      Promise.reject(Object.assign(new Error('the disk is broken'), { code: 'EIO' }))

    await expect(createAfter(25, { remove })).rejects.toThrow('the disk is broken')
  })
})
