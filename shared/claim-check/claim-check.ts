import { createHash } from 'node:crypto'
import type { ChangeEvent, ClaimCheck } from '../change-event/change-event.ts'
import { PoisonError } from '../errors/pipeline-error.ts'

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
