import { describe, expect, it } from 'vitest'
import { raiseWeather } from './raise-weather.ts'
import type { StormPipeline } from './storm-pipeline.ts'

const STORM = { seed: 1, forMs: 10, writes: [] } as const

/** What the weather needs of a pipeline whose engines are in no runtime file. */
function withoutEngines(onFaults: () => void) {
  return {
    pipeline: { chaos: { set: onFaults } },
    progress: { down: () => new Set(), stopped: () => new Set() },
    pidOf: () => {
      throw new Error('the pipeline has no redis')
    },
  } as unknown as StormPipeline
}

describe('raiseWeather', () => {
  it('goes on when something of it fails, and says so when it is calm', async () => {
    let changes = 0
    const pipeline = withoutEngines(() => {
      changes += 1
    })
    const fault = { kind: 'fault', hop: 'bus', fault: { error: 1 }, fromMs: 1, toMs: 2 } as const
    const weather = [{ kind: 'kill', engine: 'redis', fromMs: 0 }, fault] as const
    const sky = raiseWeather({ ...STORM, weather }, pipeline)

    await sky.pass()

    expect(changes).toBe(2)
    await expect(sky.calm()).rejects.toThrow('the pipeline has no redis')
  })
})
