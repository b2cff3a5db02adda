import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type PackagedStack, packageStack } from '../../infra/package-stack.ts'
import { eventually } from './eventually.ts'

const PACKAGED_MS_MAX = 120_000

/**
 * The packaged stack of a stage, which all test files of a run share: who asks first packages it, and
 * the others wait. For reading only; the run removes it.
 */
export async function packageOnce(stage: string): Promise<PackagedStack> {
  const folder = join(inject('packagesDir'), stage)
  const done = `${folder}.json`
  const failed = `${folder}.failed`
  if (await isFirst(folder)) {
    try {
      await writeFile(`${done}.new`, JSON.stringify(await packageStack({ stage, into: folder })))
      await rename(`${done}.new`, done)
    } catch (error) {
      await writeFile(failed, String(error))
      throw error
    }
  }
  await eventually(() => {
    if (!existsSync(done) && !existsSync(failed)) throw new Error(`${stage} is not packaged yet`)
  }, PACKAGED_MS_MAX)
  if (existsSync(failed)) throw new Error(await readFile(failed, 'utf8'))
  return JSON.parse(await readFile(done, 'utf8'))
}

async function isFirst(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
