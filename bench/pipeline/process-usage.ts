import { readFile } from 'node:fs/promises'
import { listProcesses } from '../../local/list-processes.ts'
import { statFields } from '../../local/process-facts.ts'
import type { BenchPipeline } from './start-bench-pipeline.ts'

const PROC = '/proc'
/** Linux counts CPU time for its readers in hundredths of a second, on every machine. */
const MS_PER_TICK = 10
/** User and system time, from the state on. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TIME_FIELDS = [11, 12] as const

/** Of one process or several; NaN where the system does not tell, as any but Linux. */
export interface Usage {
  readonly rssMib: number
  /** Since it began. */
  readonly cpuMs: number
}

/** What each part of a pipeline takes; those processes of functions count that run now. */
export async function readUsage({ local }: Pick<BenchPipeline, 'local'>) {
  const { dynamodb, opensearch, sqsAndS3, redis } = local.file.engines
  const functions = (await listProcesses()).filter(({ args }) => isFunction(args))
  return {
    runtime: await usageOf([process.pid]),
    functions: await usageOf(functions.map(({ pid }) => pid)),
    opensearch: await usageOf(pidsOf(opensearch)),
    dynamodb: await usageOf(pidsOf(dynamodb)),
    sqsAndS3: await usageOf(pidsOf(sqsAndS3)),
    redis: await usageOf(pidsOf(redis)),
  }
}

export type PipelineUsage = Awaited<ReturnType<typeof readUsage>>

/** The arguments of a function's process end with its runtime's id and its memory. */
function isFunction(args: string): boolean {
  return args.includes('/functions/bootstrap.ts ') && args.includes(` ${process.pid} `)
}

function pidsOf(engine: { readonly pid: number } | undefined): readonly number[] {
  return engine === undefined ? [] : [engine.pid]
}

async function usageOf(pids: readonly number[]): Promise<Usage> {
  const each = await Promise.all(pids.map(async (pid) => [await rssMib(pid), await cpuMs(pid)]))
  const sum = (place: 0 | 1) => each.reduce((total, figures) => total + (figures[place] ?? 0), 0)
  return { rssMib: sum(0), cpuMs: sum(1) }
}

async function rssMib(pid: number): Promise<number> {
  const status = await readFile(`${PROC}/${pid}/status`, 'utf8').catch(untold)
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
  return Number(kib ?? Number.NaN) / 1_024
}

async function cpuMs(pid: number): Promise<number> {
  const fields = await statFields(pid, PROC)
  const ticks = TIME_FIELDS.map((place) => Number(fields[place] ?? Number.NaN))
  return ticks.reduce((sum, one) => sum + one, 0) * MS_PER_TICK
}

/** A process that has ended meanwhile, or another system than Linux. */
function untold(): string {
  return ''
}
