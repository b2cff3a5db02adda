import { describe, expect, it } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import type { Faults } from '../../chaos/fault.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { VISIBILITY_MS } from './a-mapping.ts'
import { disturbQueue } from './disturbed-queue.ts'
import { createFakeQueue } from './fake-queue.ts'

const POLL = { waitSeconds: 0, messagesMax: 10 }

function aQueue(faults: Faults['queues'], ...bodies: readonly string[]) {
  const clock = createFakeClock()
  const chaos = createChaos(clock)
  const engine = createFakeQueue(clock, VISIBILITY_MS)
  const queue = disturbQueue(engine, chaos)
  engine.send(...bodies)
  chaos.set({ queues: faults ?? {} }, 1)
  const receive = async (messagesMax = 10) =>
    (await queue.receive({ ...POLL, messagesMax })).map(({ messageId }) => messageId)
  return { clock, chaos, engine, queue, receive }
}

describe('a queue with', () => {
  it('an error gives nothing, and its messages stay to be received', async () => {
    const { chaos, receive } = aQueue({ error: 1 }, 'a')

    await expect(receive()).rejects.toThrow('not made, on purpose')

    chaos.set({}, 0)
    expect(await receive()).toEqual(['m-0'])
  })

  it('a lost reply has messages that nobody got, until their visibility timeout is over', async () => {
    const { chaos, clock, receive } = aQueue({ lostReply: 1 }, 'a')

    await expect(receive()).rejects.toThrow('its reply was lost, on purpose')

    chaos.set({}, 0)
    expect(await receive()).toEqual([])
    await clock.advance(VISIBILITY_MS)
    expect(await receive()).toEqual(['m-0'])
  })

  it('duplicates gives each message twice, the second time with the next receives', async () => {
    const { engine, queue, receive } = aQueue({ duplicate: 1 }, 'a', 'b', 'c')

    expect(await receive()).toEqual(['m-0', 'm-1', 'm-2'])
    expect(await receive(2)).toEqual(['m-0', 'm-1'])
    const [last] = await queue.receive(POLL)
    expect(await receive()).toEqual([])

    expect(engine.receivesOf('m-2')).toBe(1)
    await queue.remove([last?.receiptHandle ?? ''])
    expect(engine.ids()).toEqual(['m-0', 'm-1'])
  })

  it.each([
    [{ error: 1 }, ['m-0']],
    [{ lostReply: 1 }, []],
  ])('%j says that a deletion failed; left are %j', async (fault, left) => {
    const { chaos, engine, queue } = aQueue({}, 'a')
    const [message] = await queue.receive(POLL)
    chaos.set({ queues: fault }, 1)

    await expect(queue.remove([message?.receiptHandle ?? ''])).rejects.toThrow('on purpose')

    expect(engine.ids()).toEqual(left)
  })
})
