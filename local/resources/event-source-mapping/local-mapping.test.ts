import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { TOOK_ALL, VISIBILITY_MS } from './a-mapping.ts'
import { createFakeQueue } from './fake-queue.ts'
import { createLocalMapping } from './local-mapping.ts'
import { mappingRules } from './rules.ts'
import { runMapping } from './run-mapping.ts'

describe('createLocalMapping', () => {
  it(mappingRules.disabledLater.text, async () => {
    const clock = createFakeClock()
    const queue = createFakeQueue(clock, VISIBILITY_MS)
    const working = Promise.withResolvers<void>()
    const batches: number[] = []
    const mapping = createLocalMapping({
      uuid: 'u',
      functionArn: 'arn:f',
      logicalId: 'Mapping',
      properties: {},
      isEnabled: true,
      run: () =>
        runMapping({
          name: 'Mapping',
          queue,
          queueArn: 'arn:aws:sqs:eu-west-1:000000000000:q',
          visibilityMs: VISIBILITY_MS,
          lambda: {
            name: 'projector',
            async invoke(payload) {
              batches.push((payload as { Records: unknown[] }).Records.length)
              await working.promise
              return TOOK_ALL
            },
          },
          ...{ batchSize: 10, windowMs: 0, pollers: 1, reportsFailures: true },
          clock,
          random: () => 1,
          emit: () => undefined,
        }),
      clock,
      emit: () => undefined,
    })
    queue.send('one')
    await clock.advance(2_000)

    mapping.enable(false)
    queue.send('two', 'three')
    await clock.advance(10_000)
    const inWork = { batches: [...batches], state: mapping.status().state }
    working.resolve()
    await clock.advance(60_000)
    const disabled = { batches: [...batches], state: mapping.status().state }
    const waiting = queue.ids().length
    mapping.enable(true)
    await clock.advance(10_000)
    const stopped = mapping.stop()
    await clock.advance(2_000)
    await stopped

    expect(inWork).toEqual({ batches: [1], state: 'Disabling' })
    expect(disabled).toEqual({ batches: [1], state: 'Disabled' })
    expect(waiting).toBe(2)
    expect(batches.slice(1).reduce((sum, size) => sum + size, 0)).toBe(2)
  })
})
