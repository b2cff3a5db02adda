import { FAULTS_OF, type Fault, type FaultKind, type Faults } from '../../local/chaos/fault.ts'
import { HOP_NAMES, HOPS } from '../../local/chaos/hops.ts'
import type { ChaosState } from '../../local/endpoints/chaos-api.ts'
import { formatDuration } from './duration.ts'
import type { Engine } from './engine-signal.ts'
import { FLAGS } from './fault-flags.ts'

const HOP_WIDTH = Math.max(...HOP_NAMES.map((hop) => hop.length)) + 2
const MEANING_WIDTH = Math.max(...Object.values(HOPS).map((meaning) => meaning.length)) + 2

const WORDS: Readonly<Record<Exclude<FaultKind, 'delayMs'>, string>> = {
  error: 'error',
  lostReply: 'lost reply',
  duplicate: 'duplicate',
  reorder: 'reorder',
  refuse: 'refuse',
  kill: 'kill',
}

/** `search delay 2 s, error 20 %; cache lost reply 5 %`; empty when there are none. */
export function describeFaults(faults: Faults): string {
  return hopsIn(faults)
    .map((hop) => `${hop} ${describeFault(faults[hop] ?? {})}`)
    .join('; ')
}

/** What is set, and which engines are frozen, a line each. */
export function stateLines(
  { faults, seed, jumpedMs }: ChaosState,
  frozen: readonly Engine[],
): readonly string[] {
  const hops = hopsIn(faults)
  const head =
    hops.length + frozen.length === 0
      ? 'Nothing goes wrong on purpose.'
      : `Faults on purpose (${hops.length > 0 ? `seed ${seed}; ` : ''}off again: npx tailrace chaos off):`
  const ahead = `The clock is ${formatDuration(jumpedMs)} ahead of the machine's.`
  return [
    head,
    ...hops.map((hop) => `  ${hop.padEnd(HOP_WIDTH)}${describeFault(faults[hop] ?? {})}`),
    ...frozen.map(
      (engine) => `  ${engine.padEnd(HOP_WIDTH)}frozen (npx tailrace chaos thaw ${engine})`,
    ),
    ...(jumpedMs > 0 ? [ahead] : []),
  ]
}

/** Which hops there are, and which faults each has. */
export function hopLines(): readonly string[] {
  return HOP_NAMES.map((hop) => {
    const flags = FAULTS_OF[hop].map((kind) => FLAGS[kind]).join(' ')
    return `  ${hop.padEnd(HOP_WIDTH)}${HOPS[hop].padEnd(MEANING_WIDTH)}${flags}`
  })
}

function hopsIn(faults: Faults) {
  return HOP_NAMES.filter((hop) => faults[hop] !== undefined)
}

function describeFault({ delayMs, ...chances }: Fault): string {
  const drawn = Object.entries(WORDS).flatMap(([kind, word]) => {
    const chance = chances[kind as keyof typeof WORDS]
    return chance === undefined ? [] : [`${word} ${Number((100 * chance).toPrecision(3))} %`]
  })
  const all = [...(delayMs === undefined ? [] : [`delay ${formatDuration(delayMs)}`]), ...drawn]
  return all.length > 0 ? all.join(', ') : 'nothing'
}
