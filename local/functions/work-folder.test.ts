import { spawnSync } from 'node:child_process'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createWorkFolder } from './work-folder.ts'

describe('createWorkFolder', () => {
  it('removes what a killed runtime left and nothing of a live one', async () => {
    const { pid: deadPid } = spawnSync(process.execPath, ['--version'])
    const dead = await mkdtemp(join(tmpdir(), `tailrace-functions-${deadPid}-`))
    const live = await createWorkFolder()

    const created = await createWorkFolder()

    await expect(access(dead)).rejects.toMatchObject({ code: 'ENOENT' })
    await access(live)
    await Promise.all([live, created].map((folder) => rm(folder, { recursive: true })))
  })
})
