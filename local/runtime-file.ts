/**
 * `.tailrace/runtime.json`: what runs in this checkout and where, for the command line and for any
 * AWS client. It is there while the runtime is, and is replaced by a rename, so a reader never sees
 * half of it.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './is-alive.ts'

export interface RuntimeFile {
  readonly pid: number
  /** False while the runtime is starting. */
  readonly ready: boolean
  readonly region: string
  /** Full URLs with the host 127.0.0.1, by service. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly engines: Readonly<Record<string, { pid: number; port: number; log: string }>>
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
}

const NAME = 'runtime.json'

export function runtimeFilePath(stateDir: string): string {
  return join(stateDir, NAME)
}

export async function writeRuntimeFile(stateDir: string, runtime: RuntimeFile): Promise<void> {
  await mkdir(stateDir, { recursive: true })
  const written = join(stateDir, `.${NAME}.${process.pid}`)
  await writeFile(written, `${JSON.stringify(runtime, null, 2)}\n`)
  await rename(written, runtimeFilePath(stateDir))
}

export async function removeRuntimeFile(stateDir: string): Promise<void> {
  await rm(runtimeFilePath(stateDir), { force: true })
}

/** The runtime that is alive in this checkout, starting or ready; what a crashed one left behind is none. */
export async function readRuntimeFile(stateDir: string): Promise<RuntimeFile | undefined> {
  const text = await readFile(runtimeFilePath(stateDir), 'utf8').catch(ifMissing)
  if (text === undefined) return undefined
  const runtime = JSON.parse(text) as RuntimeFile
  return isAlive(runtime.pid) ? runtime : undefined
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
