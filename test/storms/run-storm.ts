import { setTimeout as wait } from 'node:timers/promises'
import { becomeQuiet } from './after-quiet.ts'
import { allSettled } from './all-settled.ts'
import { judgeStorm } from './judge-storm.ts'
import { raiseWeather } from './raise-weather.ts'
import { startReaders } from './read-orders.ts'
import type { Sink, Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { writeOrders } from './write-orders.ts'

/** What the delivery stream holds is seen only in the lake: judged again and again until then. */
const SETTLED_MS_MAX = 20_000
const JUDGE_EVERY_MS = 300
/** Passes a delivery stream's back-off. */
const JUMP_MS = 120_000

export interface StormReport {
  readonly storm: Storm
  /** What is wrong; empty when nothing is. */
  readonly findings: readonly string[]
  /** What was judged; absent when it did not come to that. */
  readonly seen?: Seen
  readonly quietAfterMs: number
  readonly tookMs: number
}

/** Of the pipeline, since it was started. */
interface Seen {
  readonly changes: number
  readonly cached: number
  readonly logs: ReadonlyMap<string, number>
}

/**
 * Lets a storm pass over a pipeline and judges what is left. A dead sink is revived when the others
 * have been judged.
 */
export async function runStorm(storm: Storm, pipeline: StormPipeline): Promise<StormReport> {
  const begunAt = performance.now()
  const sky = raiseWeather(storm, pipeline)
  const endReaders = startReaders(storm, pipeline)
  const findings: string[] = []
  let calmAt = begunAt
  try {
    await allSettled([writeOrders(storm, pipeline), sky.pass()])
    calmAt = performance.now()
    await sky.calm()
    if (storm.dead) {
      const { sink } = storm.dead
      await becomeQuiet(pipeline, sink)
      const others = await judgeUntilRight(storm, pipeline, sink)
      findings.push(...others.map((finding) => `while ${sink} is dead: ${finding}`))
    }
    await sky.revive()
    await becomeQuiet(pipeline, undefined)
  } catch (error) {
    // Whoever stops the pipeline finds nothing frozen. What fails after the error is less than it.
    await Promise.allSettled([sky.revive()])
    throw error
  } finally {
    await endReaders()
  }
  const quietAfterMs = performance.now() - calmAt
  findings.push(...(await judgeUntilRight(storm, pipeline)), ...(await pipeline.logs.judge()))
  const seen = await look(pipeline)
  return { storm, findings, seen, quietAfterMs, tookMs: performance.now() - begunAt }
}

async function look({ stream, pipeline, logs }: StormPipeline): Promise<Seen> {
  const { length: changes } = await stream.readAll()
  const { cached } = await pipeline.compareCache()
  return { changes, cached, logs: logs.lines() }
}

async function judgeUntilRight(storm: Storm, pipeline: StormPipeline, dead?: Sink) {
  const deadline = performance.now() + SETTLED_MS_MAX
  for (;;) {
    const findings = await judgeStorm(storm, pipeline, dead)
    if (findings.length === 0 || performance.now() > deadline) return findings
    pipeline.pipeline.jumpClock(JUMP_MS)
    await wait(JUDGE_EVERY_MS)
  }
}
