import { describe, expect, it } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import type { Fault } from '../../chaos/fault.ts'
import { systemClock } from '../../clock.ts'
import { classifyDeliveryError } from './classify-delivery-error.ts'
import { disturbDestination } from './disturbed-destination.ts'
import { createFakeDestination } from './fake-destination.ts'

async function sendWith(fault: Fault) {
  const queue = createFakeDestination('queue')
  const chaos = createChaos(systemClock)
  chaos.set({ rules: fault }, 1)
  const error = await disturbDestination(queue, chaos)
    .send({ body: 'event' })
    .catch((thrown: unknown) => thrown)
  return { taken: queue.taken.length, error: error && classifyDeliveryError(error) }
}

describe('a rule’s target with', () => {
  it.each<[string, Fault, number]>([
    ['an error has not got the event', { error: 1 }, 0],
    ['a lost reply has got it', { lostReply: 1 }, 1],
  ])('%s, and the rule tries again, as after a 5xx', async (_what, fault, taken) => {
    expect(await sendWith(fault)).toMatchObject({
      taken,
      error: { code: 'ERROR_FROM_TARGET', isRetried: true },
    })
  })

  it('a duplicate has got it twice', async () => {
    expect(await sendWith({ duplicate: 1 })).toEqual({ taken: 2, error: undefined })
  })
})
