import { createHash } from 'node:crypto'
import type { ChangeEvent } from '../change-event/change-event.ts'
import { PoisonError } from '../errors/pipeline-error.ts'

/**
 * A claim check: images that are too large for the bus lie in an object, and the event says where.
 * https://www.enterpriseintegrationpatterns.com/patterns/messaging/StoreInLibrary.html
 *
 * An object is named by its content. So the same images always have the same name, and an event never
 * finds other images under it than those it was made with.
 */
export interface ClaimCheck {
  /** `claim-checks/<entity>/sha256-<hex>.json` */
  readonly key: string
  /** Of the object. */
  readonly bytes: number
}

/** What is put into the object. */
export interface Claim {
  readonly key: string
  readonly body: string
}

type Images = Pick<ChangeEvent, 'before' | 'after'>

/** The event without its images, and the object that they are put into. */
export function checkIn(event: ChangeEvent): {
  readonly event: ChangeEvent
  readonly claim: Claim
} {
  const { entity, before, after } = event
  const body = JSON.stringify({ before, after })
  const key = toKey(entity, body)
  const claimCheck = { key, bytes: Buffer.byteLength(body) }
  return { event: { ...event, before: null, after: null, claimCheck }, claim: { key, body } }
}

/**
 * The event as it was before its images were taken out.
 *
 * @throws PoisonError `claim_check.damaged` when the object is not the one that was put there.
 */
export function redeem(
  { claimCheck, ...event }: ChangeEvent & { readonly claimCheck: ClaimCheck },
  body: string,
): ChangeEvent {
  if (toKey(event.entity, body) !== claimCheck.key) {
    throw new PoisonError(
      'claim_check.damaged',
      'The object with the images is not the one that the event was made with.',
    )
  }
  const { before, after }: Images = JSON.parse(body)
  return { ...event, before, after }
}

function toKey(entity: string, body: string): string {
  return `claim-checks/${entity}/sha256-${createHash('sha256').update(body).digest('hex')}.json`
}
