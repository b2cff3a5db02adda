import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listLakeObjects } from './list-lake-objects.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-objects-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), '')
  }
}

describe('listLakeObjects', () => {
  it('finds none where there is no lake', async () => {
    expect(await listLakeObjects(join(folder, 'nix'))).toEqual([])
  })

  it('finds objects of the local S3 once they are whole, and those copied from a bucket', async () => {
    await put(
      'lake/order/dt=2026-11-21/b.json.gz.data',
      'lake/order/dt=2026-11-21/b.json.gz.meta.json',
      'lake/order/dt=2026-11-21/half.json.gz.data',
      'lake/order/dt=2026-11-20/copied.json.gz',
      'lake/order/other/x.json.gz',
      'lake-errors/processing-failed/dt=2026-11-21/x.json.gz',
    )

    expect(await listLakeObjects(folder)).toEqual([
      join(folder, 'lake/order/dt=2026-11-20/copied.json.gz'),
      join(folder, 'lake/order/dt=2026-11-21/b.json.gz.data'),
    ])
  })
})
