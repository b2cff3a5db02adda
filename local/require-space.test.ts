import { describe, expect, it } from 'vitest'
import { requireSpace } from './require-space.ts'

const MIB = 1024 * 1024

describe('requireSpace', () => {
  it('says how much is free and needed, when it is too little', async () => {
    const nearlyFull = async () => ({ bavail: 12 * 256, bsize: 4096 })

    await expect(requireSpace('/state', nearlyFull)).rejects.toThrow(
      'There are 12 MiB free on the disk of /state, and a run needs 200',
    )
  })

  it('is content with enough', async () => {
    await requireSpace('/state', async () => ({ bavail: 200, bsize: MIB }))
    await requireSpace(import.meta.dirname)
  })
})
