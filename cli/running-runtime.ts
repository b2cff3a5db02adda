import { EnvironmentError } from '../local/environment-error.ts'
import { type RuntimeFile, readRuntimeFile } from '../local/runtime-file.ts'

/**
 * The runtime that is up in this checkout.
 *
 * @throws EnvironmentError when none is, or it is still starting.
 */
export async function requireRuntime(stateDir: string): Promise<RuntimeFile> {
  const runtime = await readRuntimeFile(stateDir)
  if (runtime === undefined) {
    throw new EnvironmentError(
      'Nothing is running here: start it with `npm start`, then try again.',
    )
  }
  if (!runtime.ready) {
    throw new EnvironmentError(
      `The runtime (process ${runtime.pid}) is still starting: try again in a moment.`,
    )
  }
  return runtime
}

/** The URL or name that the runtime gave a service or resource. */
export function requireEntry(entries: Readonly<Record<string, string>>, name: string): string {
  const entry = entries[name]
  if (entry === undefined) throw new EnvironmentError(`The running runtime has no ${name}.`)
  return entry
}
