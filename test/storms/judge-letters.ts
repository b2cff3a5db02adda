import type { Change } from './read-changes.ts'
import type { StormLetter } from './read-letters.ts'
import { toFinding } from './to-finding.ts'

/** Of a change whose images a storm deleted before a sink had them. */
const LOST_IMAGES = 'claim_check.lost'

/**
 * Says what lies in a box and should not, in a line: all but what is parked, and changes whose images
 * were deleted.
 *
 * @param lostClaims keys of the objects that storms deleted.
 */
export function judgeLetters(
  letters: readonly StormLetter[],
  lostClaims: ReadonlySet<string>,
): string[] {
  const isLost = ({ code, claim }: StormLetter) =>
    code === LOST_IMAGES && claim !== undefined && lostClaims.has(claim)
  const unexpected = letters.filter((letter) => letter.queue !== 'parked' && !isLost(letter))
  return toFinding(
    'dead letters',
    unexpected.map(({ queue, code, position }) => `${queue} ${code} ${position}`),
  )
}

/** Says which changes are not parked and should be, and the other way round. */
export function judgeParked(changes: readonly Change[], letters: readonly StormLetter[]): string[] {
  const parked = new Set(
    letters.filter(({ queue }) => queue === 'parked').map((one) => one.eventID),
  )
  const wanted = changes.filter(({ isParked }) => isParked).map(({ eventID }) => eventID)
  const lacking = wanted.filter((eventID) => !parked.has(eventID))
  const needless = [...parked].filter((eventID) => !wanted.includes(eventID ?? ''))
  return [...toFinding('not parked', lacking), ...toFinding('parked without need', needless)]
}
