import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOsls } from '../../infra/run-osls.ts'
import type { StageSettings } from '../../infra/settings.ts'
import type { Template } from './template.ts'

const ROOT = join(import.meta.dirname, '../..')
const LINKED = ['entities', 'node_modules', 'package.json', 'services', 'shared']

/**
 * Packages a checkout whose infra/stages.ts gives stage `test` these settings, as a person would
 * who edited it. Rejects with what osls printed.
 */
export async function packageWithStage(
  settings: Partial<Record<keyof StageSettings, unknown>> & Record<string, unknown>,
): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-stage-'))
  try {
    await cp(join(ROOT, 'infra'), join(folder, 'infra'), { recursive: true })
    await cp(join(ROOT, 'serverless.yml'), join(folder, 'serverless.yml'))
    await Promise.all(LINKED.map((name) => symlink(join(ROOT, name), join(folder, name))))
    const source = `export const stages = ${JSON.stringify({ test: settings })}`
    await writeFile(join(folder, 'infra/stages.ts'), source)

    await runOsls(['package', '--stage', 'test'], folder)

    const template = '.serverless/cloudformation-template-update-stack.json'
    return JSON.parse(await readFile(join(folder, template), 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
