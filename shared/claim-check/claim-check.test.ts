import { expect, it } from 'vitest'
import { aChangeEvent, anOrder } from '../../test/builders/change-event.ts'
import { parseChangeEvent } from '../change-event/parse-change-event.ts'
import { checkIn, redeem } from './claim-check.ts'

const whole = {
  ...aChangeEvent({ after: anOrder({ note: 'é \u0000 \uFFFF' }) }),
  before: anOrder({ status: 'pending' }),
}

function checkedIn(event = whole) {
  const { event: light, claim } = checkIn(event)
  if (light.claimCheck === undefined) throw new Error('the event has no claim check')
  return { light: { ...light, claimCheck: light.claimCheck }, claim }
}

it('takes both images out of an event, which stays a change event, and brings them back', () => {
  const { light, claim } = checkedIn()

  expect(parseChangeEvent(light)).toMatchObject({ before: null, after: null })
  expect(light.claimCheck.bytes).toBe(Buffer.byteLength(claim.body))
  expect(redeem(light, claim.body)).toEqual(whole)
})

it('brings a removal back as one', () => {
  const removal = { ...aChangeEvent({ op: 'remove' }), before: anOrder() }
  const { light, claim } = checkedIn(removal)

  expect(redeem(light, claim.body)).toEqual(removal)
})

it.each([
  ['other images', (body: string) => body.replace('confirmed', 'cancelled')],
  ['a part of them', (body: string) => body.slice(0, -1)],
  ['nothing', () => ''],
])('refuses an object that holds %s', (_, damage) => {
  const { light, claim } = checkedIn()

  expect(() => redeem(light, damage(claim.body))).toThrowError(
    expect.objectContaining({ code: 'claim_check.damaged' }),
  )
})

it.each([
  ['another folder', { key: 'parked/order/b-1.json', bytes: 1 }],
  ['a folder above', { key: 'claim-checks/order/../../x.json', bytes: 1 }],
  ['no length', { key: `claim-checks/order/sha256-${'0'.repeat(64)}.json` }],
])('is no change event when its claim check names %s', (_, claimCheck) => {
  expect(() => parseChangeEvent({ ...checkedIn().light, claimCheck })).toThrowError(
    expect.objectContaining({ code: 'event.schema_invalid' }),
  )
})

it('is no change event when it has both images and a claim check', () => {
  const { light } = checkedIn()

  expect(() => parseChangeEvent({ ...light, after: anOrder() })).toThrow('claim check')
})
