import { setTimeout as wait } from 'node:timers/promises'
import { createEngineHands } from './engine-hands.ts'
import { createFaultHands } from './fault-hands.ts'
import { loseClaims } from './lose-claims.ts'
import { createPartHands } from './part-hands.ts'
import type { Storm, Weather } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** A storm's weather over a pipeline. The storm's sink is dead from the beginning. */
export interface Sky {
  /** Resolves when the last of it is over. */
  pass(): Promise<void>
  /** Everything is as it should be, but for the dead sink. */
  calm(): Promise<void>
  /** The dead sink too. */
  revive(): Promise<void>
}

interface Turn {
  readonly atMs: number
  readonly take: () => Promise<void> | void
}

export function raiseWeather({ seed, weather, dead }: Storm, pipeline: StormPipeline): Sky {
  const engines = createEngineHands(pipeline)
  const parts = createPartHands(pipeline)
  const faults = createFaultHands(pipeline, seed)
  const deadFault = dead?.by.kind === 'fault' ? dead.by : undefined
  const deadEngine = dead?.by.kind === 'freeze' ? dead.by.engine : undefined
  if (deadFault) faults.begin(deadFault)
  if (deadEngine) engines.freeze(deadEngine)

  const turnsOf = (one: Weather): Turn[] => {
    const from = (take: Turn['take']) => ({ atMs: one.fromMs, take })
    const to = (take: Turn['take']) => ({ atMs: 'toMs' in one ? one.toMs : one.fromMs, take })
    switch (one.kind) {
      case 'fault':
        if (one.hop === deadFault?.hop) return []
        return [from(() => faults.begin(one)), to(() => faults.end(one))]
      case 'freeze':
        if (one.engine === deadEngine) return []
        return [from(() => engines.freeze(one.engine)), to(() => engines.thaw(one.engine))]
      case 'kill':
        return one.engine === deadEngine ? [] : [from(() => engines.kill(one.engine))]
      case 'stop':
        return [from(() => parts.stop(one.part)), to(() => parts.start(one.part))]
      case 'jump':
        return [from(() => pipeline.pipeline.jumpClock(one.byMs))]
      case 'lose':
        return [from(() => loseClaims(pipeline))]
    }
  }

  /** What asks an engine that may be frozen: the weather goes on meanwhile. */
  const underWay: Promise<PromiseSettledResult<void>[]>[] = []

  return {
    async pass() {
      const begunAt = performance.now()
      const turns = weather.flatMap(turnsOf).toSorted((a, b) => a.atMs - b.atMs)
      for (const { atMs, take } of turns) {
        await wait(Math.max(0, begunAt + atMs - performance.now()))
        underWay.push(Promise.allSettled([(async () => take())()]))
      }
    },
    async calm() {
      faults.endAll({ except: deadFault })
      engines.thawAll({ except: deadEngine })
      for (const [taken] of await Promise.all(underWay)) {
        if (taken?.status === 'rejected') throw taken.reason
      }
      await parts.startAll({ except: dead?.sink })
    },
    async revive() {
      faults.endAll({ except: undefined })
      engines.thawAll({ except: undefined })
      await parts.startAll({ except: undefined })
    },
  }
}
