import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importFromFauxqs } from './import-from-fauxqs.ts'
import { mendObjects } from './mend-objects.ts'
import { engineRules } from './rules.ts'
import { OBJECTS, objectsDir } from './sqs-and-s3.ts'

interface Store {
  upsertObject(bucket: string, object: object): void
}

let dir: string
let store: Store

beforeAll(() => mendObjects())
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-objects-'))
  const { FileS3Persistence } = await importFromFauxqs('s3/fileS3Persistence.js')
  store = new (FileS3Persistence as new (dir: string) => Store)(join(dir, OBJECTS))
})
afterEach(() => rm(dir, { recursive: true }))

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

function anObject(body: string) {
  return {
    key: 'lake/order/dt=2026-11-21/one.gz',
    body: Buffer.from(body),
    lastModified: new Date(),
  }
}

describe(engineRules.wholeObjects.text, () => {
  it('when its writing is cut off', async () => {
    const cutOff = Object.defineProperty(anObject('half'), 'contentType', {
      get: () => {
        throw new Error('no space left on device')
      },
    })

    expect(() => store.upsertObject('lake', cutOff)).toThrow('no space')

    expect(await filesIn(dir)).toEqual([])
  })

  it('when it is written, and when it is written again', async () => {
    store.upsertObject('lake', anObject('one'))
    store.upsertObject('lake', anObject('two'))

    const folder = join(objectsDir(dir, 'lake'), 'lake/order/dt=2026-11-21')
    expect((await filesIn(folder)).sort()).toEqual(['one.gz.data', 'one.gz.meta.json'])
    expect(await readFile(join(folder, 'one.gz.data'), 'utf8')).toBe('two')
    expect(await filesIn(join(dir, OBJECTS, '_staging'))).toEqual([])
  })
})
