import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../../entities/table.ts'
import { runOsls } from '../../infra/run-osls.ts'
import type { StageSettings } from '../../infra/settings.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import type { Template } from './template.ts'

const ROOT = join(import.meta.dirname, '../..')
const LINKED = ['node_modules', 'package.json', 'services', 'shared']

/**
 * Packages a checkout whose infra/stages.ts gives stage `test` these settings, and whose
 * entities/table.ts declares this table, as a person would who edited them. Rejects with what osls
 * printed.
 */
export async function packageWithStage(
  settings: Partial<Record<keyof StageSettings, unknown>> & Record<string, unknown>,
  declared: TableKeys = table,
): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-stage-'))
  try {
    await cp(join(ROOT, 'infra'), join(folder, 'infra'), { recursive: true })
    await cp(join(ROOT, 'entities'), join(folder, 'entities'), { recursive: true })
    await cp(join(ROOT, 'serverless.yml'), join(folder, 'serverless.yml'))
    await Promise.all(LINKED.map((name) => symlink(join(ROOT, name), join(folder, name))))
    const source = `export const stages = ${JSON.stringify({ test: settings })}`
    await writeFile(join(folder, 'infra/stages.ts'), source)
    const tableSource = `export const table = ${JSON.stringify(declared)}`
    await writeFile(join(folder, 'entities/table.ts'), tableSource)

    await runOsls(['package', '--stage', 'test'], folder)

    const template = '.serverless/cloudformation-template-update-stack.json'
    return JSON.parse(await readFile(join(folder, template), 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
