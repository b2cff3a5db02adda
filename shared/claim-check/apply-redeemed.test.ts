import { expect, it } from 'vitest'
import { aChangeEvent, aMessage, anOrder } from '../../test/builders/change-event.ts'
import { MemoryClaims } from '../../test/fakes/memory-claims.ts'
import { APPLIED, NO_TIME } from '../batch/outcome.ts'
import type { ReceivedChange } from '../batch/queue-message.ts'
import { applyRedeemed } from './apply-redeemed.ts'
import { checkIn } from './claim-check.ts'
import { PORTION_BYTES_MAX, toPortions } from './to-portions.ts'

const claims = new MemoryClaims()

/** A change whose images lie apart and have about so many bytes. */
async function aClaimedChange(name: string, bytes = 1_000): Promise<ReceivedChange> {
  const after = anOrder({ orderId: name, note: 'x'.repeat(bytes) })
  const { event, claim } = checkIn(aChangeEvent({ id: `CUSTOMER#c-1|ORDER#${name}`, after }))
  await claims.put(claim)
  return { event, message: aMessage(event) }
}

function aChange(): ReceivedChange {
  const event = aChangeEvent()
  return { event, message: aMessage(event) }
}

/** Applies all, and answers the portions that it was handed. */
async function applyAll(changes: readonly ReceivedChange[], hasTime = () => true) {
  const portions: (readonly ReceivedChange[])[] = []
  const results = await applyRedeemed(changes, { claims, hasTime }, async (portion) => {
    portions.push(portion)
    return portion.map((change) => ({ ...change, outcome: APPLIED }))
  })
  return { portions, results }
}

it('applies a batch at once, each change with its images', async () => {
  const changes = [aChange(), await aClaimedChange('a'), aChange(), await aClaimedChange('b')]

  const { portions, results } = await applyAll(changes)

  expect(portions).toHaveLength(1)
  expect(portions[0]?.map(({ event }) => event.after?.orderId)).toEqual([
    'o-204',
    'a',
    'o-204',
    'b',
  ])
  expect(results.map(({ outcome }) => outcome)).toEqual(changes.map(() => APPLIED))
})

it('holds no more images at once than a batch that carries them', async () => {
  const third = PORTION_BYTES_MAX / 3 - 4_000
  const changes = await Promise.all(
    Array.from({ length: 7 }, (_, place) => aClaimedChange(`large-${place}`, third)),
  )

  const { portions, results } = await applyAll(changes)

  expect(portions.map(({ length }) => length)).toEqual([3, 3, 1])
  expect(results).toHaveLength(7)
})

it('takes a change that is larger than that by itself', async () => {
  const changes = [aChange(), await aClaimedChange('huge', PORTION_BYTES_MAX), aChange()]

  expect(toPortions(changes).map(({ length }) => length)).toEqual([1, 1, 1])
})

it('puts off what there is no time for', async () => {
  const changes = await Promise.all(
    Array.from({ length: 3 }, (_, place) => aClaimedChange(`slow-${place}`, PORTION_BYTES_MAX)),
  )

  const { results } = await applyAll(changes, () => false)

  expect(results.map(({ outcome }) => outcome)).toEqual([APPLIED, NO_TIME, NO_TIME])
})

it('applies the others when images are lost or damaged', async () => {
  const [lost, damaged, good] = [
    await aClaimedChange('lost'),
    await aClaimedChange('damaged'),
    await aClaimedChange('good'),
  ]
  claims.objects.delete(lost.event.claimCheck?.key ?? '')
  claims.objects.set(damaged.event.claimCheck?.key ?? '', '{}')

  const { results } = await applyAll([lost, damaged, good])

  const codes = results.map(({ event, outcome }) => [event?.id, 'code' in outcome && outcome.code])
  expect(new Map(codes as [string, unknown][])).toEqual(
    new Map<string, unknown>([
      [lost.event.id, 'claim_check.lost'],
      [damaged.event.id, 'claim_check.damaged'],
      [good.event.id, false],
    ]),
  )
})
