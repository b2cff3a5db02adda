/**
 * The osls plugin that makes every function's zip, for `package` and for `deploy`.
 *
 * osls by itself would walk the whole checkout, node_modules and running engines included, once per
 * function. Here nothing is written but the zips: no build step to forget, no stale output.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bundleFunction } from './bundle-function.ts'

interface FunctionConfig {
  readonly handler: string
  package?: { artifact?: string }
}

/** The part of osls that this plugin uses. */
export interface Osls {
  readonly serviceDir: string
  readonly service: { readonly functions: Readonly<Record<string, FunctionConfig>> }
  readonly classes: { readonly Error: new (message: string, code: string) => Error }
}

/** Where services/ lies: beside this file's folder, also when osls runs in a folder that links here. */
const ROOT = dirname(import.meta.dirname)

export default class BundlePlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>

  constructor(osls: Osls, options: { readonly function?: string } = {}) {
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => packageFunctions(osls),
      'before:package:function:package': () => packageFunctions(osls, options.function),
    }
  }
}

async function packageFunctions(osls: Osls, only?: string): Promise<void> {
  const functions = Object.entries(osls.service.functions).filter(
    ([name]) => only === undefined || name === only,
  )
  await Promise.all(functions.map(([name, config]) => packageFunction(osls, name, config)))
}

async function packageFunction(osls: Osls, name: string, config: FunctionConfig): Promise<void> {
  const artifact = join(osls.serviceDir, '.serverless', `${name}.zip`)
  try {
    const zip = await bundleFunction(ROOT, config.handler)
    await mkdir(dirname(artifact), { recursive: true })
    await writeFile(artifact, zip)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new osls.classes.Error(`Function ${name}: ${reason}`, 'BUNDLE_FAILED')
  }
  config.package = { ...config.package, artifact }
}
