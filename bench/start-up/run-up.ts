import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePorts } from '../../test/support/free-ports.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** `  OpenSearch                   3.4 s`, and before and after those lines. */
const STEP = /^ {2}(\S.*?)\s+\d+\.\d s$/
const BEGINS = /^Starting Tailrace/
const READY = /^Ready after/
/** A bound on hanging. */
const UP_MS_MAX = 300_000

/** Seconds since the process began until each step was told; the last is `ready`. */
export type Steps = ReadonlyMap<string, number>

/**
 * Starts what `npm start` does once everything is installed, stops it when it is ready.
 *
 * @throws Error when it ends before, with what it said.
 */
export async function runUp(stateDir: string): Promise<Steps> {
  const ports = await freePorts()
  const begun = performance.now()
  const steps = new Map<string, number>()
  const said: string[] = []
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'main.ts'), 'up'], {
    cwd: ROOT,
    env: { ...process.env, ...ports, TAILRACE_STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: UP_MS_MAX,
  })
  const ended = once(child, 'close')
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    const step = nameOf(line)
    if (step === undefined || steps.has(READY_STEP)) return
    steps.set(step, (performance.now() - begun) / 1_000)
    if (step === READY_STEP) child.kill('SIGINT')
  })
  await ended
  if (!steps.has(READY_STEP)) throw new Error(`It did not start:\n${said.join('\n')}`)
  return steps
}

export const READY_STEP = 'ready'

function nameOf(line: string): string | undefined {
  if (BEGINS.test(line)) return 'its code is loaded'
  if (READY.test(line)) return READY_STEP
  const [, step] = STEP.exec(line) ?? []
  return step
}
