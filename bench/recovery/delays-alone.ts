import { createRandom } from '../../local/random.ts'
import { retryDelaySeconds } from '../../shared/batch/retry-delay.ts'
import { type CatchUp, toCatchUp } from './catch-up.ts'

const SEED = 1

/**
 * When changes come back that are refused until an outage ends, if nothing but their delays takes any
 * time. A pipeline that is slower to try has tried less often by then, and its last delays are shorter.
 *
 * @param arrivedSeconds the changes arrive at an even pace for so long from the outage's beginning on.
 */
export function delaysAlone(options: {
  readonly changes: number
  readonly arrivedSeconds: number
  readonly outageSeconds: number
}): CatchUp {
  const { changes, arrivedSeconds, outageSeconds } = options
  const random = createRandom(SEED)
  const afterOutage = Array.from({ length: changes }, (_, place) => {
    let at = (place / changes) * arrivedSeconds
    for (let receives = 1; at < outageSeconds; receives += 1) {
      at += retryDelaySeconds(receives, random.next())
    }
    return at - outageSeconds
  })
  return toCatchUp(afterOutage)
}
