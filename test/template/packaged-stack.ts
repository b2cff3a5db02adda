import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageStack } from '../../infra/package-stack.ts'
import type { Template } from './template.ts'

/** A stage as a deploy would send it: the template, and each zip by its file name. */
export interface Packaged {
  readonly templatePath: string
  readonly template: Template
  readonly zips: ReadonlyMap<string, Uint8Array>
}

/** Packages a stage in a folder of its own, which `remove` takes away. */
export async function packageForTest(
  stage: string,
): Promise<Packaged & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-template-'))
  const remove = () => rm(folder, { recursive: true })
  try {
    const { templatePath, artifactsDir } = await packageStack({ stage, into: folder })
    const names = (await readdir(artifactsDir)).filter((name) => name.endsWith('.zip')).sort()
    const zips = await Promise.all(
      names.map(async (name) => [name, await readFile(join(artifactsDir, name))] as const),
    )
    const template = JSON.parse(await readFile(templatePath, 'utf8'))
    return { templatePath, template, zips: new Map(zips), remove }
  } catch (error) {
    await remove()
    throw error
  }
}
