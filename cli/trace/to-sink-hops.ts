import type { Evidence, Holding, Hop, Mention, Settled } from './evidence.ts'
import { describeHolding, describeLakeLines } from './holding-words.ts'
import { DONE, SERVICES } from './needs-box.ts'
import { countRetries, describeRetries } from './retries.ts'
import { toDone } from './to-done.ts'

interface SinkPlace {
  readonly hop: 'search' | 'lake' | 'cache'
  /** As its log names itself. */
  readonly service: string
  /** Logical ids. */
  readonly rule: string
  readonly queue: string
  readonly deadLetters: string
}

const SINK_PLACES: readonly SinkPlace[] = [
  toPlace('search', 'Search'),
  toPlace('lake', 'Lake'),
  toPlace('cache', 'Cache'),
]

function toPlace(hop: SinkPlace['hop'], name: string): SinkPlace {
  const service = SERVICES[hop] ?? hop
  return { hop, service, rule: `${name}Rule`, queue: `${name}Queue`, deadLetters: `${name}Dlq` }
}

/** One for each sink that the change has come to, or is on its way to. */
export function toSinkHops(evidence: Evidence): readonly Hop[] {
  return SINK_PLACES.flatMap((place) => {
    const settled = settle(place, evidence)
    if (settled === undefined) return []
    const holding = describeStore(place, settled.state, evidence)
    const says = [settled.says, ...(holding === undefined ? [] : [holding])].join('; ')
    return [{ hop: place.hop, ...settled, ...objectsOf(place, evidence), says }]
  })
}

/** Undefined when nothing says that it was ever sent there. */
function settle(place: SinkPlace, evidence: Evidence): Settled | undefined {
  const mentions = evidence.mentions.filter(({ service }) => service === place.service)
  const last = mentions.at(-1)
  const letter = evidence.letters.find(({ queue }) => queue === place.hop)
  if (last !== undefined && DONE.has(last.outcome))
    return toDone(mentions, holdingOf(place, evidence))
  if (letter !== undefined) {
    const at = last?.at ?? lastOfRule(place, evidence)?.at ?? null
    const code = letter.code ?? undefined
    const why = code ?? (letter.kind === 'receives' ? 'it came back for three days' : 'no reason')
    const says = `in ${place.deadLetters}: ${why}; npx tailrace redrive ${place.hop}`
    return { state: 'dead-lettered', at, code, ...countRetries(mentions), says }
  }
  if (last?.outcome === 'poison') {
    const says = `poison, ${last.code}; no letter of it was found in ${place.deadLetters}`
    return { state: 'poison', at: last.at, code: last.code, says }
  }
  if (last !== undefined) return toWaiting(place, evidence, mentions, last)
  return toUnsettled(place, evidence)
}

function toWaiting(
  place: SinkPlace,
  { stopped }: Evidence,
  mentions: readonly Mention[],
  last: Mention,
): Settled {
  const isStopped = stopped.has(place.hop)
  const next = isStopped
    ? `the sink is stopped: npx tailrace start ${place.hop}`
    : 'it is tried again'
  const says = `waits in ${place.queue}, came back ${describeRetries(mentions)}; ${next}`
  return { state: 'waiting', at: last.at, code: last.code, ...countRetries(mentions), says }
}

/** Its function has said nothing of it yet. */
function toUnsettled(place: SinkPlace, evidence: Evidence): Settled | undefined {
  if (place.hop === 'search' && evidence.mentions.some(isParked)) {
    return { state: 'left out', at: null, says: 'left out: the index takes no parked change' }
  }
  const ofRule = lastOfRule(place, evidence)
  if (ofRule === undefined) return undefined
  const { outcome, at, code } = ofRule
  if (outcome === 'undelivered') {
    const says = `not in ${place.queue}: ${place.rule} could not deliver it, and tries again`
    return { state: 'undelivered', at, says }
  }
  if (outcome !== 'delivered') {
    const says = `${place.rule} gave it up (${code}); no letter of it was found in ${place.deadLetters}`
    return { state: outcome, at, code, says }
  }
  const isStopped = evidence.stopped.has(place.hop)
  const next = isStopped ? `: the sink is stopped, npx tailrace start ${place.hop}` : ', or in work'
  return { state: 'waiting', at, says: `waits in ${place.queue}${next}` }
}

function lastOfRule(place: SinkPlace, { mentions }: Evidence): Mention | undefined {
  return mentions.filter(({ service }) => service === place.rule).at(-1)
}

function isParked({ service, outcome }: Mention): boolean {
  return service === 'enrichment' && outcome === 'parked'
}

function describeStore(place: SinkPlace, state: string, evidence: Evidence): string | undefined {
  const { hop } = place
  if (hop === 'lake') return evidence.lake && describeLakeLines(evidence.lake, DONE.has(state))
  const holding = holdingOf(place, evidence)
  return holding && describeHolding(hop, holding)
}

/** The lake holds lines, of which none replaces another. */
function holdingOf({ hop }: SinkPlace, { index, floor }: Evidence): Holding | undefined {
  if (hop === 'lake') return undefined
  return hop === 'search' ? index : floor
}

/** Whole keys are for a program: a person reads the folders. */
function objectsOf({ hop }: SinkPlace, { lake = [] }: Evidence): Pick<Hop, 'objects'> {
  if (hop !== 'lake' || lake.length === 0) return {}
  return { objects: [...new Set(lake.map(({ object }) => object))] }
}
