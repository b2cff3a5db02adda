/** The sinks to which each change is followed; what came to the lake is counted only. */
export const SINKS = ['search', 'cache'] as const
export type Sink = (typeof SINKS)[number]

/** Logical ids of the template. */
export const QUEUES: Readonly<Record<Sink, { readonly queue: string; readonly dlq: string }>> = {
  search: { queue: 'SearchQueue', dlq: 'SearchDlq' },
  cache: { queue: 'CacheQueue', dlq: 'CacheDlq' },
}

/** The sink of a rule or a mapping: logical ids begin with its name. */
export function sinkOf(logicalId: string): Sink | undefined {
  return SINKS.find((sink) => logicalId.toLowerCase().startsWith(sink))
}
