import type { Holding, Mention, Settled } from './evidence.ts'
import { DONE } from './needs-box.ts'
import { countRetries, describeRetries } from './retries.ts'

const WORDS: Readonly<Record<string, string>> = {
  tied: 'applied, over a change that versions cannot tell from it',
  stale: 'stale: it or something newer of its item was there already',
  duplicate: 'duplicate: it was there already',
}

/**
 * What became of a change that a sink is done with. The first time counts: what came again after it
 * changed nothing.
 *
 * @param holding what the sink holds now; undefined: it was not asked, or did not answer.
 */
export function toDone(
  mentions: readonly Mention[],
  holding: Holding | undefined,
): Settled | undefined {
  const done = mentions.filter(({ outcome }) => DONE.has(outcome))
  const first = done.find(({ outcome }) => outcome === 'applied') ?? done[0]
  if (first === undefined) return undefined
  const before = mentions.filter(({ at }) => at < first.at)
  const retries = countRetries(before)
  const { state, words } = judge(first.outcome, holding, retries.retries !== undefined)
  const says = [
    words,
    ...(retries.retries === undefined ? [] : [`it had come back ${describeRetries(before)}`]),
    ...(done.length === 1 ? [] : [`it was delivered ${done.length} times`]),
  ].join('; ')
  return { state, at: first.at, ...retries, says }
}

/** A sink that finds a change there already cannot tell that it was itself that brought it. */
function judge(outcome: string, holding: Holding | undefined, isRetried: boolean) {
  if ((outcome === 'stale' || outcome === 'duplicate') && holding?.holds === 'this') {
    const lost = isRetried ? 'and its reply was lost' : 'and left no line'
    return { state: 'applied', words: `applied: an earlier try of it had got through, ${lost}` }
  }
  if (outcome === 'stale' && holding?.holds === 'newer') {
    return { state: outcome, words: 'stale: something newer of its item was first' }
  }
  return { state: outcome, words: WORDS[outcome] ?? outcome }
}
