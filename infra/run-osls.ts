import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'

/** osls refused the stack: a setting, a part of the template or a bundle is wrong. */
export class PackagingError extends Error {
  override readonly name = 'PackagingError'
}

/**
 * Runs osls in `cwd` and waits for its end.
 *
 * @param signal ends it.
 * @throws PackagingError with all that osls printed when it does not exit with 0.
 */
export async function runOsls(
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<void> {
  const osls = createRequire(import.meta.url).resolve('osls/bin/serverless.js')
  const child = spawn(process.execPath, [osls, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject)),
  ])
  if (code !== 0) {
    throw new PackagingError(
      `osls ${args.join(' ')} failed (exit ${code}):\n${`${stdout}${stderr}`.trim()}`,
    )
  }
}
