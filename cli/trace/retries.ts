import type { Hop, Mention } from './evidence.ts'

export function countRetries(mentions: readonly Mention[]): Pick<Hop, 'retries'> {
  const count = mentions.filter(isRetry).length
  return count === 0 ? {} : { retries: count }
}

/** `3 times (index.unavailable)` */
export function describeRetries(mentions: readonly Mention[]): string {
  const retries = mentions.filter(isRetry)
  const codes = new Set(retries.flatMap(({ code }) => code ?? []))
  const times = retries.length === 1 ? 'once' : `${retries.length} times`
  return `${times} (${[...codes].join(', ')})`
}

function isRetry({ outcome }: Mention): boolean {
  return outcome === 'retryable' || outcome === 'unknown'
}
