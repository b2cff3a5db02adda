import { isRecord } from '../../shared/json/is-record.ts'
import { nearestWord } from '../nearest-word.ts'
import { FAULTS_OF, type FaultKind } from './fault.ts'
import { HOP_NAMES, HOPS, type Hop } from './hops.ts'

/** Our own: an hour is longer than anything here waits for a call. */
export const DELAY_MS_MAX = 60 * 60_000

/** @returns what is wrong with what somebody wants as `Faults`, a sentence each; nothing if they are some. */
export function listMistakes(faults: unknown): readonly string[] {
  if (!isRecord(faults)) return ['Faults are an object: a hop, and what goes wrong there.']
  return Object.entries(faults).flatMap(([hop, fault]) => {
    if (!isHop(hop)) return [`${unknownWord(hop, HOP_NAMES)} among the hops.`]
    if (!isRecord(fault)) return [`${hop}: what goes wrong there is an object.`]
    return Object.entries(fault).flatMap(([kind, value]) => mistakesOf(hop, kind, value))
  })
}

function mistakesOf(hop: Hop, kind: string, value: unknown): readonly string[] {
  const known: readonly string[] = FAULTS_OF[hop]
  if (!known.includes(kind)) return [`${unknownWord(kind, known)} among the faults of ${hop}.`]
  const most = (kind as FaultKind) === 'delayMs' ? DELAY_MS_MAX : 1
  if (typeof value === 'number' && value >= 0 && value <= most) return []
  return [`${hop}: ${kind} lies within 0 and ${most}, not ${String(value)}.`]
}

function isHop(word: string): word is Hop {
  return Object.hasOwn(HOPS, word)
}

/** `There is no "serch" (search?)`, or with all there are. */
export function unknownWord(word: string, words: readonly string[]): string {
  const nearest = nearestWord(word, words)
  return `There is no "${word}" (${nearest === undefined ? words.join(', ') : `${nearest}?`})`
}
