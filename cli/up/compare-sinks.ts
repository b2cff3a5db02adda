import { type Agreement, agrees } from '../../local/agreement/agreement.ts'
import type { CacheAgreement } from '../../local/agreement/compare-table-with-cache.ts'
import { messageOf } from '../../local/message-of.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { counted } from './counted.ts'

/** Items named when they do not agree; the rest is counted. */
const NAMED_MAX = 10

type Comparisons = Pick<LocalPipeline, 'compare' | 'compareLake' | 'compareCache'>

/** A sink beside the table, or why it cannot be compared now. */
export interface ComparedSink {
  readonly name: string
  readonly compared: Agreement | CacheAgreement | { readonly problem: string }
}

export async function compareSinks({
  compare,
  compareLake,
  compareCache,
}: Comparisons): Promise<readonly ComparedSink[]> {
  return [
    { name: 'index', compared: await answerOf(compare) },
    { name: 'lake', compared: await answerOf(compareLake) },
    { name: 'cache', compared: await answerOf(compareCache) },
  ]
}

/** An engine that is down for a while cannot be compared now. */
async function answerOf<Result>(ask: () => Promise<Result>): Promise<Result | { problem: string }> {
  try {
    return await ask()
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

export function isEqualToTable({ compared }: ComparedSink): boolean {
  return !('problem' in compared) && agrees(compared)
}

/** Nothing of the table is missing for having been parked. A cache owes nothing for any item. */
export function hasAllOfTable({ compared }: ComparedSink): boolean {
  return !('unfit' in compared) || compared.unfit.length === 0
}

/** `Table and index agree: 2 items in the table, 2 in the index` */
export function describeSink({ name, compared }: ComparedSink): string {
  if ('problem' in compared) return `Table and ${name} not compared: ${compared.problem}`
  const apart: Readonly<Record<string, readonly string[]>> = {
    missing: 'missing' in compared ? compared.missing : [],
    different: compared.different,
    ghosts: compared.ghosts,
  }
  const named = Object.entries(apart)
    .filter(([, ids]) => ids.length > 0)
    .map(([kind, ids]) => `\n  ${kind}: ${listSome(ids)}`)
  const verdict = named.length === 0 ? 'agree' : 'do not agree'
  return `Table and ${name} ${verdict}: ${count(name, compared)}${named.join('')}`
}

function count(name: string, compared: Agreement | CacheAgreement): string {
  if ('cached' in compared) {
    const values = `${counted(compared.cached, 'value')} cached`
    return agrees(compared) ? `${values}, all as the table has them` : values
  }
  const { items, documents, unfit } = compared
  const parked = unfit.length > 0 ? `, ${unfit.length} parked` : ''
  return `${items} items in the table, ${documents} in the ${name}${parked}`
}

function listSome(ids: readonly string[]): string {
  const rest = ids.length - NAMED_MAX
  const named = ids.slice(0, NAMED_MAX).join(', ')
  return rest > 0 ? `${named} and ${rest} more` : named
}
