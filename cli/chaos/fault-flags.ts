import { DELAY_MS_MAX } from '../../local/chaos/check-faults.ts'
import { FAULTS_OF, type Fault, type FaultKind } from '../../local/chaos/fault.ts'
import type { Hop } from '../../local/chaos/hops.ts'
import { isWithoutUnit, readDuration } from './duration.ts'

/** Flags by what they set. */
export const FLAGS = {
  delayMs: 'delay',
  error: 'error',
  lostReply: 'lost-reply',
  duplicate: 'duplicate',
  reorder: 'reorder',
  refuse: 'refuse',
  kill: 'kill',
} as const satisfies Record<FaultKind, string>

export const FAULT_OPTIONS = {
  delay: { type: 'string' },
  error: { type: 'string' },
  'lost-reply': { type: 'string' },
  duplicate: { type: 'string' },
  reorder: { type: 'string' },
  refuse: { type: 'string' },
  kill: { type: 'string' },
} as const satisfies Record<(typeof FLAGS)[FaultKind], object>

const KINDS = Object.keys(FLAGS) as readonly FaultKind[]

/** Flags as they were typed. */
export type TypedFlags = { readonly [Flag in keyof typeof FAULT_OPTIONS]?: string | undefined }

export function hasFaults(flags: TypedFlags): boolean {
  return KINDS.some((kind) => flags[FLAGS[kind]] !== undefined)
}

/** What flags make of a hop, and everything that is wrong with them. */
export interface ReadFlags {
  readonly fault: Fault
  /** A sentence each. */
  readonly mistakes: readonly string[]
}

/** @param hop undefined for one that there is not: then a flag may be of any. */
export function readFaultFlags(flags: TypedFlags, hop: Hop | undefined): ReadFlags {
  const fault: { -readonly [Kind in FaultKind]?: number } = {}
  const mistakes: string[] = []
  for (const kind of KINDS) {
    const typed = flags[FLAGS[kind]]
    if (typed === undefined) continue
    const value = kind === 'delayMs' ? readDuration(typed) : readChance(typed)
    if (hop !== undefined && !FAULTS_OF[hop].includes(kind)) {
      mistakes.push(`--${FLAGS[kind]} is no fault of ${hop}, which has ${flagsOf(hop)}.`)
    } else if (kind === 'delayMs' && isWithoutUnit(typed)) {
      mistakes.push(`--delay is "${typed}" without a unit: write ${typed}s or ${typed}ms.`)
    } else if (value === undefined || value > mostOf(kind)) {
      mistakes.push(`--${FLAGS[kind]} is "${typed}", and is ${wordsOf(kind)}.`)
    } else fault[kind] = value
  }
  return { fault, mistakes }
}

/** `--delay, --error` */
function flagsOf(hop: Hop): string {
  return FAULTS_OF[hop].map((kind) => `--${FLAGS[kind]}`).join(', ')
}

function readChance(text: string): number | undefined {
  const chance = Number(text)
  return text.trim() !== '' && chance >= 0 && chance <= 1 ? chance : undefined
}

function mostOf(kind: FaultKind): number {
  return kind === 'delayMs' ? DELAY_MS_MAX : 1
}

function wordsOf(kind: FaultKind): string {
  return kind === 'delayMs' ? 'a time up to an hour, as 2s or 500ms' : 'a chance from 0 to 1'
}
