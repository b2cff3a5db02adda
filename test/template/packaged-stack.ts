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
  const { templatePath, artifactsDir } = await packageStack({ stage, into: folder })
  const names = (await readdir(artifactsDir)).filter((name) => name.endsWith('.zip')).sort()
  const zips = await Promise.all(
    names.map(async (name) => [name, await readFile(join(artifactsDir, name))] as const),
  )
  return {
    templatePath,
    template: JSON.parse(await readFile(templatePath, 'utf8')),
    zips: new Map(zips),
    remove: () => rm(folder, { recursive: true }),
  }
}
