import { setTimeout as sleep } from 'node:timers/promises'
import type { Switch } from '../../shared/switch/switch.ts'

const LOOK_MS = 20

/** Stops or starts a part of the pipeline, and waits until it has. */
export async function turn(part: Switch, to: 'stopped' | 'running'): Promise<void> {
  await (to === 'stopped' ? part.stop() : part.start())
  while ((await part.status()).state !== to) await sleep(LOOK_MS)
}
