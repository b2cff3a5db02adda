import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runOsls } from './run-osls.ts'

const ROOT = dirname(import.meta.dirname)
/** osls takes no link for its own file. */
const CONFIGURATION = 'serverless.yml'
/** What it needs to see beside. Node follows the links, so every module is the checkout's own. */
const LINKED = ['infra', 'node_modules', 'package.json']

/** A packaged stack on disk. */
export interface PackagedStack {
  /** The CloudFormation template that a deploy would send. */
  readonly templatePath: string
  /** Folder of the zips, one per function, named as the last part of the template's `Code.S3Key`. */
  readonly artifactsDir: string
}

/**
 * Packages the stack as `npx osls package --stage <stage>` does, in a folder of its own, so that
 * several run beside each other and none touches the checkout's `.serverless`.
 *
 * @param into an empty or absent folder; the caller removes it.
 * @throws PackagingError with what osls said when a setting, a template part or a bundle is refused.
 */
export async function packageStack(options: {
  readonly stage: string
  readonly into: string
  /** Gives the packaging up. */
  readonly signal?: AbortSignal
}): Promise<PackagedStack> {
  const { stage, into, signal } = options
  await mkdir(into, { recursive: true })
  await copyFile(join(ROOT, CONFIGURATION), join(into, CONFIGURATION))
  await Promise.all(LINKED.map((name) => symlink(join(ROOT, name), join(into, name))))

  await runOsls(['package', '--stage', stage], into, signal)

  const artifactsDir = join(into, '.serverless')
  return {
    templatePath: join(artifactsDir, 'cloudformation-template-update-stack.json'),
    artifactsDir,
  }
}
