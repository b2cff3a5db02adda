import { setTimeout as sleep } from 'node:timers/promises'
import { heapMib } from '../harness/collect-garbage.ts'

const LOOK_MS = 1_000
/** Part of it by which it moves between two looks, and still counts as standing still. */
const STILL = 0.02
/** A bound on hanging. */
const LOOKS_MAX = 30

/**
 * What is in use once it stands still, MiB: what is on its way, and code that was just compiled, goes by itself.
 *
 * @throws Error when it goes on falling or growing.
 */
export async function settledHeapMib(): Promise<number> {
  let before = heapMib()
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await sleep(LOOK_MS)
    const now = heapMib()
    if (Math.abs(now - before) <= before * STILL) return now
    before = now
  }
  throw new Error(`The heap does not come to rest: it is at ${before.toFixed(0)} MiB.`)
}
