import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageOnce } from '../support/package-once.ts'
import type { Template } from './template.ts'

/** A stage as a deploy would send it: the template, and each zip by its file name. */
export interface Packaged {
  readonly templatePath: string
  readonly template: Template
  readonly zips: ReadonlyMap<string, Uint8Array>
}

export async function packageForTest(stage: string): Promise<Packaged> {
  const { templatePath, artifactsDir } = await packageOnce(stage)
  const names = (await readdir(artifactsDir)).filter((name) => name.endsWith('.zip')).sort()
  const zips = await Promise.all(
    names.map(async (name) => [name, await readFile(join(artifactsDir, name))] as const),
  )
  const template = JSON.parse(await readFile(templatePath, 'utf8'))
  return { templatePath, template, zips: new Map(zips) }
}
