import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rightToReplace, takeFile } from './take-file.ts'

const ROUNDS = 30

let folder: string
let path: string
const living = new Set<string>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-take-file-'))
  path = join(folder, 'owner')
})
afterEach(async () => {
  living.clear()
  await rm(folder, { recursive: true })
})

function take(content: string, isLiving = async (found: string) => living.has(found)) {
  living.add(content)
  return takeFile(path, content, isLiving)
}

describe('takeFile', () => {
  it('takes what is not there, and leaves what a living process holds', async () => {
    expect(await take('a')).toEqual({ replaced: undefined })
    expect(await take('b')).toEqual({ holder: 'a' })
    expect(await readFile(path, 'utf8')).toBe('a')
  })

  it.each(['of a dead process', ''])('takes what is left: "%s"', async (left) => {
    await writeFile(path, left)

    expect(await take('a')).toEqual({ replaced: left })
    expect(await readFile(path, 'utf8')).toBe('a')
    expect(await readdir(folder)).toEqual(['owner'])
  })

  it.each([true, false])('gives it to one alone, with one left: %s', async (isLeft) => {
    for (let round = 0; round < ROUNDS; round++) {
      living.clear()
      await (isLeft ? writeFile(path, 'dead') : rm(path, { force: true }))

      const takings = await Promise.all(['a', 'b', 'c', 'd'].map((content) => take(content)))

      const takers = takings.filter((taking) => 'replaced' in taking)
      expect(takers).toEqual([{ replaced: isLeft ? 'dead' : undefined }])
    }
  })

  it('leaves what came in the place of a dead one while that was judged', async () => {
    await writeFile(path, 'dead')
    const judge = async (found: string) => {
      if (found === 'dead') await writeFile(path, 'b')
      return living.has(found)
    }
    living.add('b')

    expect(await take('a', judge)).toEqual({ holder: 'b' })
    expect(await readdir(folder)).toEqual(['owner'])
  })

  it('takes it after one that died while it was taking it', async () => {
    await writeFile(path, 'dead')
    await writeFile(rightToReplace(path, 'dead'), 'died meanwhile')

    expect(await take('a')).toEqual({ replaced: 'dead' })
    expect(await readdir(folder)).toEqual(['owner'])
  })
})
