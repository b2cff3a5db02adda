import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EnvironmentError } from '../local/environment-error.ts'
import { claimRuntimeFile, removeRuntimeFile } from '../local/runtime-file.ts'
import { REGION } from '../local/template/stack-names.ts'

/**
 * Does some work in a folder that is nobody else's meanwhile.
 *
 * @param parts folders in it: emptied before, and what engines and packaging left in them removed
 * after; logs stay.
 * @throws EnvironmentError when another process works there.
 */
export async function withOwnFolder<Result>(
  folder: string,
  parts: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const running = await claimRuntimeFile(folder, { region: REGION, keeps: false })
  if (running !== undefined) {
    throw new EnvironmentError(
      `This scenario is being played here by process ${running.pid}: let it finish, or stop it.`,
    )
  }
  try {
    await removeAll(parts.map((part) => join(folder, part)))
    return await work()
  } finally {
    await removeAll(parts.flatMap((part) => LARGE.map((name) => join(folder, part, name))))
    await removeRuntimeFile(folder)
  }
}

const LARGE = ['data', 'package']

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true })
}
