import { setTimeout as wait } from 'node:timers/promises'
import { countWaiting } from './count-waiting.ts'
import { SINKS, type Sink } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

const LOOK_EVERY_MS = 150
/** A bound on hanging, on a machine that does other things as well. */
const QUIET_MS_MAX = 90_000
/**
 * What is put off comes at once when the clocks have passed it: first what a batch is hidden for whose
 * function died, then the longest back-off. Between two jumps there is time to gather a batch and to
 * work on it: a jump makes it visible to others meanwhile.
 */
const JUMPS_MS = [400_000, 900_000]
const FIRST_JUMP_MS = 500
const BETWEEN_JUMPS_MS = 2_500

const QUEUES: Readonly<Record<Sink, string>> = {
  search: 'SearchQueue',
  lake: 'LakeQueue',
  cache: 'CacheQueue',
}

/** A pipeline did not become quiet. */
export class StillMoving extends Error {
  override readonly name = 'StillMoving'
}

/**
 * Waits until nothing is on its way any more: no engine is starting, the Pipe is through with every
 * record of the stream, every event is in its queues, and these are empty. Clocks are moved on
 * meanwhile, so that what waits for another try has it now.
 *
 * @param dead a sink whose queue may be as it is.
 * @throws StillMoving
 */
export async function becomeQuiet(pipeline: StormPipeline, dead: Sink | undefined): Promise<void> {
  const begunAt = performance.now()
  let jumps = 0
  let jumpAtMs = FIRST_JUMP_MS
  for (;;) {
    const moving = await whatMoves(pipeline, dead)
    if (moving.length === 0) return
    const passedMs = performance.now() - begunAt
    if (passedMs > QUIET_MS_MAX) {
      throw new StillMoving(`not quiet after ${QUIET_MS_MAX / 1_000} s: ${moving.join(', ')}`)
    }
    if (passedMs > jumpAtMs) {
      pipeline.pipeline.jumpClock(JUMPS_MS[jumps] ?? Math.max(...JUMPS_MS))
      jumps += 1
      // A machine that does other things as well takes longer each time.
      jumpAtMs = passedMs + BETWEEN_JUMPS_MS * jumps
    }
    await wait(LOOK_EVERY_MS)
  }
}

/** In words; empty when all is quiet. */
async function whatMoves(
  { progress, stream, sqs, resource }: StormPipeline,
  dead: Sink | undefined,
): Promise<readonly string[]> {
  const down = [...progress.down()].map((engine) => `${engine} is down`)
  if (down.length > 0) return down
  const records = await stream.readAll()
  const before = records.filter(({ eventID = '' }) => !progress.isThrough(eventID))
  if (before.length > 0) return [`${before.length} records are before the Pipe`]
  const undelivered = progress.undelivered()
  if (undelivered > 0) return [`${undelivered} events are before a queue`]
  const living = SINKS.filter((sink) => sink !== dead)
  const counts = await Promise.all(
    living.map(async (sink) => ({ sink, count: await countWaiting(sqs, resource(QUEUES[sink])) })),
  )
  return counts
    .filter(({ count }) => count > 0)
    .map(({ sink, count }) => `${count} messages are in the queue of ${sink}`)
}
