import { isAlive } from '../../local/is-alive.ts'
import { ENGINES, type Engine } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** What is done to the processes of engines. */
export interface EngineHands {
  /** Nothing happens to one that is frozen or down. */
  freeze(engine: Engine): void
  /** Nothing happens to one that is not frozen. */
  thaw(engine: Engine): void
  thawAll(options: { readonly except: Engine | undefined }): void
  /** Its supervisor starts it again. Nothing happens to one that is down. */
  kill(engine: Engine): void
}

export function createEngineHands({ pidOf, progress }: StormPipeline): EngineHands {
  const frozen = new Map<Engine, number>()
  const thaw = (engine: Engine) => {
    const pid = frozen.get(engine)
    frozen.delete(engine)
    // One that was killed meanwhile is gone, and another has its place.
    if (pid !== undefined && pid === pidOf(engine) && isAlive(pid)) process.kill(pid, 'SIGCONT')
  }
  return {
    freeze(engine) {
      if (frozen.has(engine) || progress.down().has(engine)) return
      const pid = pidOf(engine)
      process.kill(pid, 'SIGSTOP')
      frozen.set(engine, pid)
    },
    thaw,
    thawAll: ({ except }) => {
      for (const engine of ENGINES) if (engine !== except) thaw(engine)
    },
    kill(engine) {
      if (!progress.down().has(engine)) process.kill(pidOf(engine), 'SIGKILL')
    },
  }
}
