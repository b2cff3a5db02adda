import type { ChangeEvent } from '../change-event/change-event.ts'
import { judgeSearch } from './judge-search.ts'
import type { Judgement } from './judgement.ts'
import type { LookedAt } from './record-enrichment.ts'
import type { SinkStates } from './sink-states.ts'

/** Says in words what would become of records that go to every sink. */
export type Forecast = (
  looked: readonly LookedAt[],
) => Promise<Pick<Judgement, 'reason' | 'stored'>>

/**
 * How many would be parked, how many nobody wants, and what the index would do with the others. The lake
 * and the cache take all of them.
 *
 * An index that cannot be asked is not asked again: positions are in the stream for hours only, and are
 * not to wait for a word about them.
 */
export function createForecast(states: SinkStates): Forecast {
  let isSilent = false
  return async (looked) => {
    const events = looked.flatMap(toEvents)
    const judged = isSilent ? events.map(() => NOT_ASKED) : await judgeSearch(events, states)
    isSilent ||= judged.length > 0 && judged.every(({ verdict }) => verdict === 'tried')
    return describe(looked, judged)
  }
}

const NOT_ASKED: Judgement = { verdict: 'tried' }
const REFUSED: ReadonlySet<Judgement['verdict']> = new Set(['poison', 'not_redrivable'])

function describe(
  looked: readonly LookedAt[],
  judged: readonly Judgement[],
): Pick<Judgement, 'reason' | 'stored'> {
  const parked = looked.filter((one) => one.parked !== undefined).length
  const ignored = looked.filter((one) => one.ignored === true).length
  const held = judged.filter(({ verdict }) => verdict === 'stale').length
  const refused = judged.filter(({ verdict }) => REFUSED.has(verdict))
  const unasked = judged.filter(({ verdict }) => verdict === 'tried').length
  const codes = [...new Set(refused.map(({ code }) => code))].join(', ')
  const [first] = judged
  return {
    reason: [
      `${looked.length} record${looked.length === 1 ? '' : 's'}`,
      ...(parked > 0 ? [`${parked} would be parked`] : []),
      ...(ignored > 0 ? [`${ignored} that no sink wants`] : []),
      ...(held > 0 ? [`${held} that the index holds already, or something newer`] : []),
      ...(refused.length > 0 ? [`${refused.length} that the index would not take: ${codes}`] : []),
      ...(unasked > 0 ? ['the index cannot be asked now'] : []),
    ].join(', '),
    ...(looked.length === 1 && first?.stored !== undefined && { stored: first.stored }),
  }
}

/** What is parked is announced, and the index takes no announcements. */
function toEvents({ event, parked }: LookedAt): readonly ChangeEvent[] {
  return event === undefined || parked !== undefined ? [] : [event]
}
