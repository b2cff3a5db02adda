import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packageStack } from '../../infra/package-stack.ts'
import { unpackZip } from '../../local/functions/unpack-zip.ts'
import { environmentOf } from '../../test/template/function-environment.ts'
import { at, resourcesOf, type Template } from '../../test/template/template.ts'
import type { Loadable } from './load.ts'

/** Its name is that of its folder in `services/`. */
export interface PackagedFunction extends Loadable {
  readonly zipBytes: number
}

/** The functions of the stage `dev` as a deploy would send them, unpacked. */
export async function unpackFunctions(folder: string): Promise<readonly PackagedFunction[]> {
  const { templatePath, artifactsDir } = await packageStack({
    stage: 'dev',
    into: join(folder, 'stack'),
  })
  const template: Template = JSON.parse(await readFile(templatePath, 'utf8'))
  const functions = resourcesOf(template, 'AWS::Lambda::Function').map(async ([id, resource]) => {
    const handler = String(at(resource, 'Properties.Handler'))
    const [, name = id] = handler.split('/')
    const zip = join(artifactsDir, basename(String(at(resource, 'Properties.Code.S3Key'))))
    await unpackZip(zip, join(folder, name))
    return {
      name,
      file: join(folder, name, handler.replace(/\.handler$/, '.cjs')),
      environment: environmentOf(template, id),
      zipBytes: (await stat(zip)).size,
    }
  })
  return Promise.all(functions)
}
