/**
 * `.tailrace/runtime.json`: what runs in this checkout and where, for the command line and for any
 * AWS client. It is there while the runtime is, and is replaced by a rename, so a reader never sees
 * half of it.
 */
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { isAlive } from './is-alive.ts'
import { readIfThere } from './kept/files.ts'
import { isOtherStart, processStartTime } from './process-start-time.ts'
import { replaceFile, takeFile } from './take-file.ts'

const text = v.record(v.string(), v.string())

const runtimeFile = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** When that process began, as the system tells it: a process id is used again after a crash. */
  processStarted: v.optional(v.string()),
  /** False while the runtime is starting. */
  ready: v.boolean(),
  /** It keeps its data for the next run, as `--keep` has it. */
  keeps: v.optional(v.boolean(), false),
  region: v.string(),
  /** Full URLs with the host 127.0.0.1, by service. */
  endpoints: text,
  engines: v.record(v.string(), v.object({ pid: v.number(), port: v.number(), log: v.string() })),
  /** What `Ref` returns, by logical id. */
  resources: text,
  /** Folder of the lake's objects: they lie below it under their keys. */
  lakeDir: v.optional(v.string()),
})
export type RuntimeFile = v.InferOutput<typeof runtimeFile>

const NAME = 'runtime.json'

export function runtimeFilePath(stateDir: string): string {
  return join(stateDir, NAME)
}

/**
 * Makes the folder this process's own, as a runtime that is starting.
 *
 * @param owner what of the runtime is known from the start.
 * @param onLeftOver told of the file of a run that did not stop cleanly, which is replaced.
 * @returns the runtime that is alive there already, if there is one; then nothing was written.
 */
export async function claimRuntimeFile(
  stateDir: string,
  owner: Pick<RuntimeFile, 'region' | 'keeps'>,
  onLeftOver: (file: RuntimeFile) => void = () => undefined,
): Promise<RuntimeFile | undefined> {
  await mkdir(stateDir, { recursive: true })
  const { pid } = process
  const processStarted = await processStartTime(pid)
  const starting = { pid, ready: false, ...owner, endpoints: {}, engines: {}, resources: {} }
  const content = toText({ ...starting, ...(processStarted !== undefined && { processStarted }) })
  const taking = await takeFile(runtimeFilePath(stateDir), content, async (found) => {
    const file = parse(found)
    if (file?.pid !== pid) return file !== undefined && isStillThere(file)
    // In a container the next run may have the id of the last: that one is gone.
    return processStarted !== undefined && file.processStarted === processStarted
  })
  if ('holder' in taking) return parse(taking.holder)
  const leftOver = parse(taking.replaced)
  if (leftOver !== undefined) onLeftOver(leftOver)
  return undefined
}

/** Says that the runtime is ready, and where everything is. */
export async function publishRuntimeFile(
  stateDir: string,
  ready: Pick<RuntimeFile, 'endpoints' | 'engines' | 'resources' | 'lakeDir'>,
): Promise<RuntimeFile> {
  const claimed = await readRuntimeFile(stateDir)
  if (claimed?.pid !== process.pid) throw new Error(`${runtimeFilePath(stateDir)} is not ours`)
  const runtime = { ...claimed, ...ready, ready: true }
  await replaceFile(runtimeFilePath(stateDir), toText(runtime))
  return runtime
}

/** Gives the folder up, if it is this process's. */
export function removeRuntimeFile(stateDir: string): void {
  const path = runtimeFilePath(stateDir)
  if (parse(readIfThere(path).toString())?.pid === process.pid) rmSync(path)
}

/** The runtime that is alive in this checkout, starting or ready; what a crashed one left behind is none. */
export async function readRuntimeFile(stateDir: string): Promise<RuntimeFile | undefined> {
  return ofLiving(readIfThere(runtimeFilePath(stateDir)).toString())
}

async function ofLiving(content: string): Promise<RuntimeFile | undefined> {
  const file = parse(content)
  return file !== undefined && (await isStillThere(file)) ? file : undefined
}

function parse(content: string | undefined): RuntimeFile | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), runtimeFile), content)
  return parsed.success ? parsed.output : undefined
}

function toText(runtime: RuntimeFile): string {
  return `${JSON.stringify(runtime, null, 2)}\n`
}

async function isStillThere({ pid, processStarted }: RuntimeFile): Promise<boolean> {
  return isAlive(pid) && !isOtherStart(await processStartTime(pid), processStarted)
}
