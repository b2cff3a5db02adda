import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dropTornObjects } from './drop-torn-objects.ts'
import { engineRules } from './rules.ts'

let storageDir: string
beforeEach(async () => {
  storageDir = await mkdtemp(join(tmpdir(), 'tailrace-objects-'))
})
afterEach(() => rm(storageDir, { recursive: true }))

describe(engineRules.dropsTornObjects.text, () => {
  it('and the others stay', async () => {
    const objects = join(storageDir, 'buckets', 'lake', 'objects')
    await mkdir(objects, { recursive: true })
    await writeFile(join(objects, 'whole.data'), 'data')
    await writeFile(join(objects, 'whole.meta.json'), '{"key":"whole"}')
    await writeFile(join(objects, 'torn.data'), 'data')
    await writeFile(join(objects, 'torn.meta.json'), '{"key":"to')
    await writeFile(join(objects, 'empty.meta.json'), '')

    const dropped = await dropTornObjects(storageDir)

    expect(dropped.sort()).toEqual([
      join(objects, 'empty.meta.json'),
      join(objects, 'torn.meta.json'),
    ])
    expect((await readdir(objects)).sort()).toEqual(['whole.data', 'whole.meta.json'])
  })

  it('and one whose deletion was cut off is gone', async () => {
    const objects = join(storageDir, 'buckets', 'parked', 'objects', 'order')
    await mkdir(objects, { recursive: true })
    await writeFile(join(objects, 'half.meta.json'), '{"key":"order/half"}')
    await writeFile(join(objects, 'whole.data'), 'data')
    await writeFile(join(objects, 'whole.meta.json'), '{"key":"order/whole"}')

    expect(await dropTornObjects(storageDir)).toEqual([join(objects, 'half.meta.json')])
    expect((await readdir(objects)).sort()).toEqual(['whole.data', 'whole.meta.json'])
  })

  it('and a bucket that was cut off, or what was being written, does not either', async () => {
    const [half, whole, staging] = ['buckets/half', 'buckets/whole', '_staging/one'].map((name) =>
      join(storageDir, name),
    ) as [string, string, string]
    for (const folder of [half, whole, staging]) await mkdir(folder, { recursive: true })
    await writeFile(join(half, '.bucket.json'), '')
    await writeFile(join(whole, '.bucket.json'), '{"name":"whole"}')
    await writeFile(join(staging, 'one.meta.json'), '{"key":"one"}')

    expect(await dropTornObjects(storageDir)).toEqual([join(half, '.bucket.json')])
    expect(await readdir(storageDir)).toEqual(['buckets'])
    expect(await readdir(whole)).toEqual(['.bucket.json'])
  })

  it('and a store that is new has none', async () => {
    await dropTornObjects(join(storageDir, 'not-there-yet'))

    expect(await readdir(storageDir)).toEqual([])
  })
})
